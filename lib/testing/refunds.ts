import { expect } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { announceExpiring } from "../events/announce-expiring.ts";
import { earnDays } from "../journal/earn-days.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { anOrder, aTrade, contextAt, NOW, type OrderWish, type TestOrder } from "./builders.ts";
import { query } from "./database.ts";
import { buy } from "./gateway.ts";

/** An order paid at the sandbox, so that it can be refunded there. */
export async function aBoughtOrder(wish: OrderWish = {}): Promise<TestOrder & { readonly tradeNo: string }> {
  const order = await anOrder(wish);
  const { tradeNo } = await buy(order.cashier.payUrl);
  const paidAt = after(wish.now ?? NOW, MINUTE_MS);
  await settlePayment(aTrade(order, { tradeNo, paidAt }), contextAt(paidAt, "alipay"));
  return { ...order, tradeNo };
}

/** The member asks for the order's money back. */
export function askBack(
  { memberId, orderSn }: Pick<TestOrder, "memberId" | "orderSn">,
  now: Date,
  requestKey: string | null = null,
) {
  const request = { orderSn, reason: "不需要了", requestKey };
  return requestRefund(memberId, request, contextAt(now, `member:${memberId}`));
}

/** As if the order's goods had never been delivered: the books of their delivery are undone, its events too. */
export async function undeliver(now: Date): Promise<void> {
  await query(`begin; set local session_replication_role = replica;
    delete from oms_journal_entry where kind = 'DELIVERED';
    delete from sys_event where type in ('order.delivered', 'credits.granted');
    truncate ums_credit_lot, ums_credit_balance, ums_credit_ledger cascade; commit`);
  await query("update oms_order set delivery_status = 'PENDING'");
  await query(
    "update oms_delivery_records set delivery_status = 'PENDING', delivered_time = null, next_retry_at = $1",
    [now],
  );
}

/** No invariant of the books is broken, once the jobs have run that write at an instant and not with a fact. */
export async function expectCoherence(now: Date): Promise<void> {
  await earnDays(now);
  await announceExpiring(now);
  const broken = (await checkInvariants(now)).filter((finding) => finding.offending !== 0);
  expect(broken).toEqual([]);
}

/** The refund rows of an order, oldest first. */
export function refundsOf({ orderId }: TestOrder) {
  return query<{ id: bigint; status: string; refund_amount_fen: number; out_request_no: string; send_count: number }>(
    "select id, status, refund_amount_fen, out_request_no, send_count from oms_refund_records where order_id = $1 order by id",
    [orderId],
  );
}
