import { sql } from "kysely";
import type { Invariant } from "./invariant.ts";

/** What an invoice says is what its orders hold. What an issued one may say too much for a while is V02, which needs an open alert. */
export const INVOICE_INVARIANTS: readonly Invariant[] = [
  {
    id: "V01",
    holds: "待开的发票恰是订单实付而没有退的钱，退款中的订单不在上面",
    offenders: sql`select '发票 ' || i.invoice_sn as subject from oms_invoice i join oms_invoice_order l on l.invoice_id = i.id and l.is_live
      join oms_order o on o.id = l.order_id
      where i.status = 'REQUESTED' and (o.member_id <> i.member_id or l.amount_fen <> o.pay_amount_fen - o.refunded_amount_fen
        or exists (select 1 from oms_refund_records r where r.order_id = o.id and r.kind <> 'STRAY' and r.refund_amount_fen > 0
          and r.status in ('REVIEWING', 'APPROVED', 'SENT')
          and exists (select 1 from oms_payment_records p where p.id = r.payment_id and p.kind = 'EFFECTIVE')))`,
  },
  {
    id: "V03",
    holds: "发票的金额等于它的订单之和，没有作废的才占着订单",
    offenders: sql`select '发票 ' || i.invoice_sn as subject from oms_invoice i
      left join (select invoice_id, sum(amount_fen) filter (where is_live) as live, count(*) filter (where is_live) as lines
        from oms_invoice_order group by invoice_id) own on own.invoice_id = i.id
      where case when i.status in ('REQUESTED', 'ISSUED', 'RED_ASKED') then i.amount_fen is distinct from own.live else own.lines > 0 end`,
  },
];
