import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { ResolveRefundBody } from "../contracts/refunds.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { APPROVED_REFUND_STATUSES, type RefundStatus } from "../core/states.ts";
import type { Commit } from "../db/commit.ts";
import { bookOutsideRefund } from "./book-outside-refund.ts";
import { askChannel, lookForOthers } from "./execute-refund.ts";
import { getRefund } from "./get-refund.ts";
import { findHeir, findOutside } from "./outside-store.ts";
import { giveUp, moneyReturned, settleRefund, strayReturned } from "./settle-refund.ts";
import type { StoredRefund } from "./store.ts";

const unresolvable = (about: string) => new AppError("REFUND_NOT_RESOLVABLE", { about });

/**
 * An admin ends a refund that the channel neither pays nor finds (docs/rules.md R88). give-up: the goods are let go. paid-outside: the
 * money went another way, so the goods are taken back and it counts as moved. The channel is asked first; where somebody
 * refunded the trade there, that refund is booked instead. Returns the refund's status; a repeat answers the same.
 * Throws REFUND_NOT_FOUND (404), SELF_REVIEW (403: it is the admin's own), REFUND_NOT_RESOLVABLE (409: it is not sent, is being sent just now, or the channel has paid it,
 * which is then settled), GATEWAY_UNAVAILABLE (503: the channel does not say; nothing is changed).
 */
export async function resolveRefund(
  adminId: bigint,
  refundId: bigint,
  body: ResolveRefundBody,
  context: Context,
): Promise<{ status: RefundStatus }> {
  const refund = await getRefund(refundId);
  if (refund.memberId === adminId) throw new AppError("SELF_REVIEW");
  if (isResolved(refund, body)) return { status: refund.status };
  if (refund.kind === "OUTSIDE") throw unresolvable("请在提醒里登记或放开");
  if (!APPROVED_REFUND_STATUSES.includes(refund.status)) throw unresolvable("它没有在等支付宝的答复");
  if (refund.sendingUntil && refund.sendingUntil > context.now) throw unresolvable("正在向支付宝发出，请过一会儿再试");
  await askFirst(refund, context);
  const heirId = await findHeir(refund);
  if (heirId !== null && body.outcome === "paid-outside") return bookInstead(adminId, refund, heirId, body, context);
  const commit = await commitOf(refund, body, heirId, context);
  resolveAlertAbout(commit, "REFUND_STUCK", refund.outRequestNo, adminId, context.now);
  resolveAlertAbout(commit, "SELLER_BALANCE_SHORT", refund.outRequestNo, adminId, context.now);
  auditResolved(commit, refund, body, context);
  if (!(await commit.attempt())) throw unresolvable("它刚刚有了变化，请刷新后再看");
  return { status: body.outcome === "give-up" ? "REFUSED" : "SUCCESS" };
}

/** The mark of a refund that a person gave up, before the reason. */
const GIVEN_UP = "GIVEN_UP";

function isResolved({ status, byHand, refusal }: StoredRefund, { outcome }: ResolveRefundBody): boolean {
  return outcome === "give-up"
    ? status === "REFUSED" && !!refusal?.startsWith(GIVEN_UP)
    : status === "SUCCESS" && byHand;
}

/** Nothing is ended that the channel has paid, or of which it does not say. */
async function askFirst(refund: StoredRefund, context: Context): Promise<void> {
  const learned = await askChannel(refund, context.now);
  if (learned === "absent") {
    if (!(await lookForOthers(refund, context))) throw new AppError("GATEWAY_UNAVAILABLE", { retryAfter: 5 });
    return;
  }
  if (learned.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: learned, retryAfter: 5 });
  await settleRefund(refund.id, learned, context);
  throw unresolvable("支付宝已经退了这笔款，已照常入账");
}

/** Somebody refunded the trade at the channel: that is what was meant. */
async function bookInstead(
  adminId: bigint,
  refund: StoredRefund,
  outsideId: bigint,
  body: ResolveRefundBody,
  context: Context,
): Promise<{ status: RefundStatus }> {
  await bookOutsideRefund(adminId, await findOutside(outsideId), body.reason, context);
  const { status } = await getRefund(refund.id);
  if (APPROVED_REFUND_STATUSES.includes(status)) throw unresolvable("支付宝另退的金额较少，这笔退款还在等答复");
  return { status };
}

async function commitOf(
  refund: StoredRefund,
  { outcome, reason, reference }: ResolveRefundBody,
  heirId: bigint | null,
  context: Context,
): Promise<Commit> {
  if (outcome === "give-up") return giveUp(refund, `${GIVEN_UP}: ${reason}`.slice(0, 500), heirId, context);
  const byHand = { reference: reference ?? null };
  return refund.kind === "STRAY" ? strayReturned(refund, context, byHand) : moneyReturned(refund, context, byHand);
}

function auditResolved(commit: Commit, refund: StoredRefund, body: ResolveRefundBody, context: Context): void {
  const { outRequestNo, orderSn, amountFen, status, orderStatus } = refund;
  const { outcome, reason, reference } = body;
  const before = { status, orderStatus };
  const after = { status: outcome === "give-up" ? "REFUSED" : "SUCCESS" };
  audit(
    commit,
    "REFUND_RESOLVED",
    outRequestNo,
    { orderSn, amountFen, outcome, reference, reason, before, after },
    context,
  );
}
