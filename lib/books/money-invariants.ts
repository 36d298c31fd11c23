import { sql } from "kysely";
import type { Invariant } from "./invariant.ts";

/** An amount is the same wherever it is stored. */
export const MONEY_INVARIANTS: readonly Invariant[] = [
  {
    id: "M01",
    holds: "订单的总额、应付与下单时的价格相等",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order o left join oms_order_item i on i.order_id = o.id
      where o.total_amount_fen <> o.pay_amount_fen or o.pay_amount_fen is distinct from i.price_fen`,
  },
  {
    id: "M02",
    holds: "已退回的付款恰是那些多余付款退款成功的",
    offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
      left join (select payment_id, sum(refund_amount_fen) as fen from oms_refund_records where kind <> 'ORDER' and status = 'SUCCESS' group by payment_id) back on back.payment_id = p.id
      where (p.payment_status = 'RETURNED') <> (p.kind <> 'EFFECTIVE' and coalesce(back.fen, 0) >= p.payment_amount_fen)`,
  },
  {
    id: "M03",
    holds: "订单退款的金额等于它的报价，多余付款全额退回，另行退过的退其余部分",
    offenders: sql`select '退款 ' || r.out_request_no as subject from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where case r.kind when 'ORDER' then r.quote ->> 'amountFen' is distinct from r.refund_amount_fen::text
        when 'STRAY' then r.refund_amount_fen <> p.payment_amount_fen
          and not exists (select 1 from oms_refund_records o where o.payment_id = p.id and o.kind = 'OUTSIDE' and o.status = 'SUCCESS')
        else r.refund_amount_fen > p.payment_amount_fen end`,
  },
  {
    id: "M04",
    holds: "付款、退款和付清的订单，支付方式与支付尝试的一致，退款从收款的账户退",
    offenders: sql`select '交易 ' || p.trade_no as subject from oms_payment_records p
      left join oms_payment_attempts a on a.id = p.attempt_id left join oms_order o on o.id = p.order_id
      where a.payment_method <> p.payment_method or p.kind = 'EFFECTIVE' and o.payment_method is distinct from p.payment_method
      union all
      select '退款 ' || r.out_request_no from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where r.payment_method <> p.payment_method or r.app_id <> p.app_id`,
  },
  {
    id: "M05",
    holds: "订单买的与它下单时的那一版商品相同",
    offenders: sql`select '订单 ' || o.order_sn as subject from oms_order_item i join oms_order o on o.id = i.order_id
      left join pms_catalog_history h on h.goods_type = o.product_type and h.goods_id = coalesce(i.product_id, i.plan_id)
        and h.version = i.goods_version
      where i.goods_version is not null and coalesce(i.product_id, i.plan_id) is not null and (h.version is null or case when i.plan_id is null
        then (i.price_fen, i.credit_amount, i.bonus_credits, i.valid_days) is distinct from ((h.content ->> 'price_fen')::int,
          (h.content ->> 'credit_amount')::int, (h.content ->> 'bonus_credits')::int, (h.content ->> 'valid_days')::int)
        else (i.price_fen, i.plan_code, i.plan_level, to_jsonb(i.plan_features)) is distinct from (
          case when i.term is null then h.content ->> case i.billing_cycle when 'MONTHLY' then 'price_monthly_fen' else 'price_yearly_fen' end
            else (select sold ->> 'priceFen' from jsonb_array_elements(h.content -> 'other_terms') sold
              where concat(sold ->> 'count', '-', sold ->> 'unit') = i.term) end::int,
          h.content ->> 'code', (h.content ->> 'level')::int, h.content -> 'features') end)`,
  },
];
