import { sql, type RawBuilder } from "kysely";
import type { AlertKind } from "../contracts/alerts.ts";
import { after, DAY_MS } from "../core/time.ts";
import { literals } from "../db/database.ts";
import { APPROVED_REFUND, OPEN_REFUND, type Invariant } from "./invariant.ts";

/**
 * No alert of these kinds about this cause is open, and none was closed lately: nobody has the thing before their eyes (decision 13). What
 * lasts is told again a day after it was closed; the second day is for whoever tells.
 */
function unwatched(kinds: readonly AlertKind[], cause: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`not exists (select 1 from sys_alert a where a.kind in (${sql.join(literals(kinds))}) and a.cause = ${cause}
    and (a.resolved_time is null or a.resolved_time > ${now}::timestamptz - interval '2 days'))`;
}

/** Conditions that may last for a while and then need an open alert. */
export function lastingInvariantsAt(now: Date): Invariant[] {
  const yesterday = after(now, -DAY_MS);
  return [
    {
      id: "O04",
      holds: "已付款的订单已经发货，或者在等待重试，或者放弃发货的提醒还开着",
      offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o left join oms_delivery_records d on d.order_id = o.id
        where o.status in ('PAID', 'COMPLETED') and (d.id is null or case o.delivery_status
          when 'DELIVERED' then false
          when 'PENDING' then d.next_retry_at is null
          when 'FAILED' then ${unwatched(["DELIVERY_GIVEN_UP"], sql`o.order_sn`, now)} end)`,
    },
    {
      id: "O09",
      holds: "过期未付的订单一天之内有结论",
      // One that waits for the keys of an account is told of with its account (docs/rules.md R89).
      offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o
        where o.status = 'PENDING' and o.expire_time < ${yesterday} and not exists (select 1 from oms_payment_attempts t
          where t.order_id = o.id and t.status = 'OPEN' and not (${unwatched(["ACCOUNT_ABSENT"], sql`t.app_id`, now)}))`,
    },
    {
      id: "R07",
      holds: "多余的付款一天之内退回或提醒了人，支付宝拒绝退回的有人看过",
      offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
        where p.kind <> 'EFFECTIVE' and p.payment_status = 'SUCCESS' and p.create_time < ${yesterday}
          and not exists (select 1 from oms_refund_records r where r.payment_id = p.id and r.status in ${APPROVED_REFUND})
          and not exists (select 1 from oms_refund_records r join sys_alert a on a.kind = 'REFUND_REFUSED' and a.cause = r.out_request_no where r.payment_id = p.id)
          and not exists (select 1 from sys_alert a where a.order_sn = p.order_sn and a.resolved_time is null)`,
    },
    {
      id: "R08",
      holds: "三天没有进展的退款，提醒都开着",
      offenders: sql`select '退款 ' || r.out_request_no as subject from oms_refund_records r
        where r.status in ${OPEN_REFUND} and ${now}::timestamptz - interval '3 days'
            > coalesce(r.sent_time, (select max(v.create_time) from oms_refund_review v where v.refund_id = r.id), r.create_time)
          and r.kind <> 'OUTSIDE' and ${unwatched(["ACCOUNT_ABSENT"], sql`r.app_id`, now)}
          and ${unwatched(["REVIEW_LATE", "REFUND_STUCK", "SELLER_BALANCE_SHORT"], sql`r.out_request_no`, now)}`,
    },
    {
      id: "R09",
      holds: "看到的外部退款都提醒了人，有效付款的还占住了订单",
      offenders: sql`select '退款 ' || r.out_request_no as subject from oms_refund_records r
        join oms_payment_records p on p.id = r.payment_id join oms_order o on o.id = r.order_id
        where r.kind = 'OUTSIDE' and r.status in ${OPEN_REFUND} and (p.kind = 'EFFECTIVE' and o.status not in ('REFUNDING', 'REFUNDED')
          or ${unwatched(["OUTSIDE_REFUND"], sql`r.trade_no || ':' || r.out_request_no`, now)})`,
    },
    {
      id: "V02",
      holds: "已开的发票不超过订单里没有退的钱，或者要冲红的提醒还开着",
      offenders: sql`select '发票 ' || i.invoice_sn as subject from oms_invoice i where i.status in ('ISSUED', 'RED_ASKED')
        and exists (select 1 from oms_invoice_order l join oms_order o on o.id = l.order_id
          where l.invoice_id = i.id and l.is_live and l.amount_fen > o.pay_amount_fen - o.refunded_amount_fen)
        and ${unwatched(["RED_LETTER_OWED"], sql`i.invoice_sn`, now)}`,
    },
    {
      id: "B04",
      holds: "一天的账单四天之内对完，或者提醒还开着",
      offenders: sql`select '账单 ' || d.bill_date as subject from oms_bill_day d
        where d.status <> 'RECONCILED' and d.create_time < ${yesterday}::timestamptz - interval '3 days'
          and ${unwatched(["BILL_LATE"], sql`d.payment_method || ':' || d.bill_date`, now)}`,
    },
  ];
}
