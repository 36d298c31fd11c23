import { sql } from "kysely";
import { OPEN_REFUND_STATUSES, PAID_ORDER_STATUSES, STANDING_SEGMENT_STATUSES } from "../core/states.ts";
import { APPEND_ONLY_TABLES } from "../db/append-only.ts";
import { literal } from "../db/database.ts";
import { ORDER_MOVES } from "../orders/rules.ts";
import { differingLines, unlisted } from "./bill-differences.ts";
import { monthTotals } from "./closing-parts.ts";
import { outsideNos } from "./difference-parts.ts";
import { CREDIT_INVARIANTS } from "./credit-invariants.ts";
import { APPROVED_REFUND, HOLDING_REFUND, listOf, type Invariant } from "./invariant.ts";
import { journalInvariantsAt } from "./journal-invariants.ts";
import { eventInvariantsAt } from "./event-invariants.ts";
import { INVOICE_INVARIANTS } from "./invoice-invariants.ts";
import { lastingInvariantsAt } from "./lasting-invariants.ts";
import { MONEY_INVARIANTS } from "./money-invariants.ts";
import { periodInvariantsAt } from "./period-invariants.ts";

const PAID_STATES = listOf(PAID_ORDER_STATUSES);

/** ORDER_MOVES of orders/rules.ts as SQL values. */
const ALLOWED_MOVES = sql.join(
  Object.entries(ORDER_MOVES).flatMap(([from, tos]) => tos.map((to) => sql`(${literal(from)}, ${literal(to)})`)),
);

const orders: Invariant[] = [
  {
    id: "O01",
    holds: "付过款的订单有且只有一笔有效付款，没付款的没有",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o
      where (o.status in ${PAID_STATES}) <> exists (select 1 from oms_payment_records p where p.order_id = o.id and p.kind = 'EFFECTIVE')`,
  },
  {
    id: "O02",
    holds: "有效付款的金额、应用、商户与单号和它的支付尝试一致",
    offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
      join oms_order o on o.id = p.order_id left join oms_payment_attempts a on a.id = p.attempt_id
      where p.kind = 'EFFECTIVE' and (a.id is null or a.order_id <> o.id or p.payment_amount_fen <> o.pay_amount_fen
        or p.payment_amount_fen <> a.amount_fen or p.out_trade_no <> a.out_trade_no or p.app_id <> a.app_id or p.seller_id is distinct from a.seller_id)`,
  },
  {
    id: "O03",
    holds: "每笔入账都留有证据",
    offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
      where not exists (select 1 from oms_payment_evidence e where e.out_trade_no = p.out_trade_no and e.trade_no = p.trade_no)`,
  },
  {
    id: "O05",
    holds: "发出的积分与订单买的一样多",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o join oms_order_item i on i.order_id = o.id
      left join ums_credit_lot paid on paid.order_id = o.id and paid.kind = 'PAID'
      left join ums_credit_lot bonus on bonus.order_id = o.id and bonus.kind = 'BONUS'
      where o.delivery_status = 'DELIVERED' and i.credit_amount is not null
        and (coalesce(paid.granted, 0) <> i.credit_amount or coalesce(bonus.granted, 0) <> i.bonus_credits)`,
  },
  {
    id: "O06",
    holds: "发出的套餐是一段与订单相同的时间",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o join oms_order_item i on i.order_id = o.id
      left join ums_member_subscriptions s on s.order_id = o.id
      where o.delivery_status = 'DELIVERED' and i.plan_id is not null and (s.id is null or s.member_id <> o.member_id or s.plan_id <> i.plan_id
        or s.plan_code <> i.plan_code or s.plan_level <> i.plan_level or (s.billing_cycle, s.term) is distinct from (i.billing_cycle, i.term))`,
  },
  {
    id: "O07",
    holds: "没有付款就没有货",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o where o.status not in ${PAID_STATES}
      and (exists (select 1 from ums_credit_lot l where l.order_id = o.id) or exists (select 1 from ums_member_subscriptions s where s.order_id = o.id))`,
  },
  {
    id: "O08",
    holds: "订单的历史连成一条线，止于现在的状态，每一步都在允许的表里",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o join lateral (
        select e.from_status, e.to_status, lag(e.to_status) over line as before, e.id = max(e.id) over () as is_last
        from oms_order_event e where e.order_id = o.id and e.to_status is not null window line as (order by e.id)) step on true
      where step.from_status is distinct from step.before
        or (step.from_status is null and step.to_status <> 'PENDING')
        or (step.from_status is not null and (step.from_status::text, step.to_status::text) not in (values ${ALLOWED_MOVES}))
        or (step.is_last and step.to_status <> o.status)`,
  },
  {
    id: "O10",
    holds: "发货记录里的状态与订单的一致",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o join oms_delivery_records d on d.order_id = o.id
      where d.delivery_status <> o.delivery_status`,
  },
];

const refunds: Invariant[] = [
  {
    id: "R01",
    holds: "退出去和正在退的钱不超过收到的钱，不论是谁退的",
    offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
      join (select payment_id, sum(refund_amount_fen) filter (where status = 'SUCCESS') as gone,
          sum(refund_amount_fen) filter (where kind <> 'OUTSIDE') as ours from oms_refund_records
        where status in ${listOf([...OPEN_REFUND_STATUSES, "SUCCESS"])} group by payment_id) back on back.payment_id = p.id
      where p.payment_amount_fen < greatest(back.gone, back.ours)`,
  },
  {
    id: "R02",
    holds: "订单记下的退款等于成功的退款之和",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o
      left join (select order_id, sum(refund_amount_fen) as fen from oms_refund_records
        where status = 'SUCCESS' and payment_id in (select id from oms_payment_records where kind = 'EFFECTIVE') group by order_id) back on back.order_id = o.id
      where o.refunded_amount_fen <> coalesce(back.fen, 0)`,
  },
  {
    id: "R03",
    holds: "退款中的订单恰有一笔进行中的退款占住它的货",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o
      where (o.status = 'REFUNDING') <> exists (select 1 from oms_refund_records r where r.order_id = o.id and ${HOLDING_REFUND})`,
  },
  {
    id: "R04",
    holds: "退款成功之后，这笔订单的货都已收回，除了请求退款以后归还的积分，和客服退款时说好不收回的",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o
      left join (select distinct on (order_id) order_id, quote -> 'desk' ->> 'takeBack' as take_back from oms_refund_records
        where status = 'SUCCESS' order by order_id, finish_time desc, id desc) last on last.order_id = o.id
      where o.status = 'REFUNDED' and last.take_back is distinct from 'none' and (
      exists (select 1 from ums_credit_lot l where l.order_id = o.id and l.remaining > 0 and l.remaining > (
        select coalesce(sum(e.delta), 0) from ums_credit_ledger e where e.lot_id = l.id and e.entry_type = 'REVERSE'
          and e.create_time >= (select min(r.create_time) from oms_refund_records r where r.order_id = o.id and r.status = 'SUCCESS')))
      or exists (select 1 from ums_member_subscriptions s where s.order_id = o.id and s.status in ${listOf(STANDING_SEGMENT_STATUSES)}))`,
  },
  {
    id: "R05",
    holds: "已批准或已发出的退款总有下一次检查",
    offenders: sql`select '退款 ' || out_request_no as subject from oms_refund_records where status in ${APPROVED_REFUND} and next_check_at is null`,
  },
  {
    id: "R06",
    holds: "没有人审核自己的退款，也没有人同意自己发起的退款",
    offenders: sql`select '退款 ' || r.out_request_no as subject from oms_refund_records r
      join oms_refund_review v on v.refund_id = r.id
      where v.admin_id = r.member_id or (v.verdict = 'APPROVE' and r.requested_by = 'admin:' || v.admin_id)`,
  },
  {
    id: "R10",
    holds: "成功的退款收回的积分恰是它要收回的，没成功的没有收回",
    // What money took that went back outside meanwhile comes on top.
    offenders: sql`select '退款 ' || r.out_request_no as subject from oms_refund_records r
      left join (select refund_id, -sum(delta) as amount from ums_credit_ledger where refund_id is not null group by refund_id) own on own.refund_id = r.id
      cross join lateral (select coalesce(sum((lot ->> 'amount')::int), 0) as amount
        from jsonb_array_elements(coalesce(r.quote -> 'held' -> 'takes', r.quote -> 'held' -> 'lots')) lot
        where r.status = 'SUCCESS' and r.quote -> 'desk' ->> 'part' is distinct from '0') due
      where r.kind = 'ORDER' and r.quote ? 'held' and not r.quote ? 'untakenFen' and coalesce(own.amount, 0) <> due.amount`,
  },
];

const subscriptions: Invariant[] = [
  {
    id: "S01",
    holds: "同一套餐的时间段互不重叠",
    offenders: sql`select '套餐时间段 ' || s.id as subject from ums_member_subscriptions s join ums_member_subscriptions t
      on t.member_id = s.member_id and t.plan_code = s.plan_code and t.id > s.id
        and tstzrange(t.start_date, t.end_date) && tstzrange(s.start_date, s.end_date)
      where s.status <> 'REFUNDED' and t.status <> 'REFUNDED'`,
  },
  {
    id: "S02",
    holds: "冻结的时间段恰是退款进行中的那些",
    offenders: sql`select '套餐时间段 ' || s.id as subject from ums_member_subscriptions s where (s.status = 'FROZEN')
      <> exists (select 1 from oms_refund_records r where r.order_id = s.order_id and r.quote -> 'held' ->> 'type' = 'SUBSCRIPTION' and ${HOLDING_REFUND})`,
  },
];

const APPEND_ONLY = sql.join(APPEND_ONLY_TABLES.map((table) => sql`(${literal(table)})`));

const house: Invariant[] = [
  {
    id: "H01",
    holds: "流水、证据、事件与审计不可修改",
    offenders: sql`select t.name as subject from (values ${APPEND_ONLY}) t (name)
      where not exists (select 1 from pg_trigger g where g.tgrelid = to_regclass(t.name) and g.tgname = t.name || '_append_only' and g.tgenabled in ('O', 'A'))`,
  },
  {
    id: "H02",
    holds: "没有指向订单的证据都提醒了人，其他应用的除外",
    offenders: sql`select '通知证据 ' || e.id as subject from oms_payment_evidence e where e.order_id is null and e.verdict <> 'FOREIGN'
      and not exists (select 1 from sys_alert a where a.kind = 'ORPHAN_PAYMENT' and a.cause = e.trade_no)`,
  },
];

const bill: Invariant[] = [
  {
    id: "B01",
    holds: "对完的账单每一行都与账本分毫不差，或者是一条差异",
    offenders: sql`select '账单 ' || d.bill_date || ' ' || line.cause as subject from ${differingLines} line
      join oms_bill_day d on d.bill_date = line.bill_date and d.payment_method = line.payment_method and d.status = 'RECONCILED'`,
  },
  {
    id: "B02",
    holds: "账本里的付款与退款都在账单上，或者是一条差异",
    offenders: sql`select '账上 ' || ours.cause as subject from ${unlisted} ours`,
  },
  {
    id: "B03",
    holds: "每天账单的笔数与金额等于它的各行之和",
    offenders: sql`select '账单 ' || d.bill_date as subject from oms_bill_day d left join lateral (
        select count(*) as lines, sum(case kind when 'TRADE' then amount_fen else -amount_fen end) as fen from oms_bill_line l where l.bill_date = d.bill_date and l.payment_method = d.payment_method) own on true
      where coalesce(d.trade_count + d.refund_count, 0) <> own.lines or coalesce(d.trade_fen - d.refund_fen, 0) <> coalesce(own.fen, 0)`,
  },
  {
    id: "B05",
    holds: "待处理的差异都提醒着人，处理过的没有",
    // Of a refund made outside its own alert tells.
    offenders: sql`select '差异 ' || d.cause as subject from oms_bill_difference d where d.status = 'OPEN'
        and not exists (select 1 from sys_alert a where a.kind = 'BILL_DIFFERENCE' and a.cause = d.cause and a.resolved_time is null)
        and not exists (select 1 from oms_refund_records r where r.kind = 'OUTSIDE' and r.trade_no = d.trade_no and r.out_request_no in ${outsideNos})
      union all select '提醒 ' || a.cause from sys_alert a where a.kind = 'BILL_DIFFERENCE' and a.resolved_time is null
        and not exists (select 1 from oms_bill_difference d where d.cause = a.cause and d.status = 'OPEN')`,
  },
  {
    id: "B06",
    holds: "结过账的月份，账单、账本与差异的合计仍是结账时的",
    offenders: sql`select '月份 ' || to_char(closing.month, 'YYYY-MM') || ' 账户 ' || off.seller as subject
      from oms_month_closing closing
      cross join lateral (
        select coalesce(kept.seller_id, total.seller) as seller
        from (select * from oms_month_account own where own.month = closing.month) kept
          full join (${monthTotals(sql`closing.month`)}) total on total.method = kept.payment_method and total.seller = kept.seller_id
        where (kept.bill_in_fen, kept.bill_out_fen, kept.set_aside_fen, kept.paid_fen, kept.refunded_fen, kept.difference_fen)
          is distinct from (total.bill_in_fen, total.bill_out_fen, total.set_aside_fen, total.paid_fen, total.refunded_fen, total.difference_fen)) off`,
  },
];

/** Every invariant as of `now`, in the order of the rooms. */
export function invariantsAt(now: Date): readonly Invariant[] {
  return [
    ...CREDIT_INVARIANTS,
    ...orders,
    ...refunds,
    ...subscriptions,
    ...periodInvariantsAt(now),
    ...MONEY_INVARIANTS,
    ...INVOICE_INVARIANTS,
    ...house,
    ...bill,
    ...journalInvariantsAt(now),
    ...eventInvariantsAt(now),
    ...lastingInvariantsAt(now),
  ];
}
