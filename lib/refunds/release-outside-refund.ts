import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { OrderStatus, RefundStatus } from "../core/states.ts";
import { Commit, type Write } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { countOutsideDecision } from "../payments/parts.ts";
import { amountSaid, askOutside, type SaidOfOutside } from "./ask-outside.ts";
import { freeGoods } from "./free-goods.ts";
import { finishOutside, handOver, outsideCause } from "./outside-parts.ts";
import { bookingOf, isHeirOf } from "./outside-rules.ts";
import { findReturns, type OutsideAlert, type ReturnedPart, type Returns } from "./outside-store.ts";
import { finishRefund } from "./parts.ts";
import { sendRestBack } from "./refund-stray-payments.ts";
import { heldOn, heldSince } from "./rules.ts";

/**
 * An admin lets the goods go that are held for a refund that was seen outside. The channel is asked: money that it says has moved
 * is counted as gone all the same, only the goods stay with the buyer. One commit. Once: a repeat answers the same. Returns
 * the refund's status: SUCCESS where money moved, REJECTED where none did.
 * Throws GATEWAY_UNAVAILABLE (503: nothing is changed), REFUND_NOT_RESOLVABLE (409: it was booked), SELF_REVIEW (403: it is
 * the admin's own money).
 */
export async function releaseOutside(
  adminId: bigint,
  alert: OutsideAlert,
  reason: string,
  context: Context,
): Promise<{ status: RefundStatus }> {
  if (alert.status === "SUCCESS" && alert.refusal === null)
    throw new AppError("REFUND_NOT_RESOLVABLE", { about: "这笔退款已经登记" });
  if (alert.status !== "REVIEWING") return { status: alert.status };
  const said = await askOutside(alert, context.now);
  return retryOnConflict(async () => {
    const known = await findReturns(alert);
    const row = known?.refunds.find(({ id }) => id === alert.id);
    if (!known || row?.status !== "REVIEWING") return { status: row?.status ?? "REJECTED" };
    if (known.memberId === adminId) throw new AppError("SELF_REVIEW");
    const [commit, status] = await releaseCommit(known, row, said, { adminId, reason }, context);
    await commit.run();
    return { status };
  });
}

async function releaseCommit(
  known: Returns,
  row: ReturnedPart,
  said: SaidOfOutside,
  { adminId, reason }: { readonly adminId: bigint; readonly reason: string },
  context: Context,
): Promise<[Commit, RefundStatus]> {
  const { orderId, orderSn, status, tradeNo, paidFen, refunds } = known;
  const { outRequestNo } = row;
  const amountFen = amountSaid(said, paidFen, refunds);
  const refusal = `RELEASED: ${reason}`.slice(0, 500);
  const end =
    amountFen === null
      ? ({ status: "REJECTED", refusal } as const)
      : ({ status: "SUCCESS", amountFen, refusal } as const);
  const isFree = row.isHolder && !refunds.some((refund) => isHeirOf(refund, row));
  const goods = await goodsWrite(known, row, context);
  const orderTo = goods.orderTo ?? status;
  const event = {
    type: isFree ? "OUTSIDE_REFUND_RELEASED" : "OUTSIDE_REFUND_SETTLED",
    detail: { outRequestNo, amountFen },
  };
  const commit = new Commit("releaseOutside");
  finishOutside(commit, row, end, context.now);
  goods.write(commit);
  if (known.paymentKind === "EFFECTIVE")
    moveOrder(commit, { id: orderId, status }, orderTo, { refundedFen: amountFen ?? 0 }, event, context);
  else recordEvent(commit, orderId, event, context);
  const isPartlyBack = known.refunds.some(({ kind, status: is }) => kind === "OUTSIDE" && is === "SUCCESS");
  const isStray = known.paymentKind !== "EFFECTIVE" && (amountFen !== null || isPartlyBack);
  const stray = isStray ? bookingOf(known, row, amountFen ?? 0) : null;
  countOutsideDecision(commit, known, { returns: stray?.returns ?? false });
  if (stray?.ends) finishRefund(commit, stray.ends, "REFUSED", refusal, context.now);
  sendRestBack(commit, known, stray?.restFen ?? 0, context);
  const cause = outsideCause({ tradeNo, outRequestNo });
  if (isFree) {
    const notice = { memberId: known.memberId, kind: "HOLD_RELEASED", about: cause, orderSn } as const;
    enqueueNotice(commit, { ...notice, facts: { product: known.productName } }, context.now);
  }
  resolveAlertAbout(commit, "OUTSIDE_REFUND", cause, adminId, context.now);
  const before = { orderStatus: status, seenFen: row.amountFen };
  const after = { orderStatus: orderTo, amountFen };
  audit(commit, "OUTSIDE_REFUND_RELEASED", tradeNo, { orderSn, outRequestNo, reason, before, after }, context);
  return [commit, end.status];
}

/** The goods go back to the buyer, or on to another outside refund that waits for them. */
async function goodsWrite(
  known: Returns,
  row: ReturnedPart,
  context: Context,
): Promise<{ write: Write; orderTo?: OrderStatus }> {
  if (!row.isHolder) return { write: () => {} };
  const { orderId, memberId, productName, refunds } = known;
  const { quote, createTime } = row;
  const heir = refunds.find((refund) => isHeirOf(refund, row));
  if (heir) return { write: (commit) => handOver(commit, heir.id, heldOn(quote, createTime)) };
  const since = heldSince(quote, createTime);
  const goods = { refundId: row.id, orderId, memberId, productName, held: quote.held, heldSince: since };
  return freeGoods(goods, quote, context);
}
