import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { ReviewRefundBody } from "../contracts/refunds.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { RefundStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { Commit, type Write } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { recordEvent } from "../orders/parts.ts";
import { beginRefund } from "./execute-refund.ts";
import { getRefund } from "./get-refund.ts";
import { countApproval, recordReview } from "./parts.ts";
import { judgeReview, SENDING_MS, type ReviewOutcome } from "./rules.ts";
import { findHeir } from "./outside-store.ts";
import { giveBack } from "./settle-refund.ts";
import { findReviews, type StoredRefund } from "./store.ts";

/**
 * Reviews a refund. Approved: sent at once. Above the second limit the first of two approvals is only counted.
 * Rejected: held goods are released and the buyer sees the reason. Two reads, one commit with its audit row, then the
 * sending. Returns the refund's status afterwards.
 * Throws REFUND_NOT_FOUND (404), SELF_REVIEW (403), REFUND_NOT_REVIEWABLE (409: decided already, somebody refunded its trade outside, or this admin has
 * reviewed it).
 */
export async function reviewRefund(
  adminId: bigint,
  refundId: bigint,
  body: ReviewRefundBody,
  context: Context,
): Promise<{ status: RefundStatus }> {
  const outcome = await retryOnConflict(() => decide(adminId, refundId, body, context));
  if (outcome === "approved") return { status: await beginRefund(refundId, context) };
  return { status: outcome === "rejected" ? "REJECTED" : "REVIEWING" };
}

type Decision = Exclude<ReviewOutcome, "own" | "over">;

const ACTIONS = {
  counted: "REFUND_COUNTED",
  approved: "REFUND_APPROVED",
  rejected: "REFUND_REJECTED",
} as const satisfies Record<Decision, string>;

async function decide(adminId: bigint, refundId: bigint, body: ReviewRefundBody, context: Context): Promise<Decision> {
  const [refund, reviews] = await Promise.all([getRefund(refundId), findReviews(refundId)]);
  const outcome = judgeReview({ ...refund, reviewers: reviews.map((review) => review.adminId) }, adminId, body.verdict);
  if (outcome === "own") throw new AppError("SELF_REVIEW");
  // A refund that somebody else made is booked or released by its alert.
  if (outcome === "over" || refund.kind === "OUTSIDE") throw new AppError("REFUND_NOT_REVIEWABLE");
  const { outRequestNo, orderSn } = refund;
  const { reason } = body;
  const heirId = await findHeir(refund);
  // Nobody sends money of which a part may have gone back already.
  if (outcome !== "rejected" && heirId !== null)
    throw new AppError("REFUND_NOT_REVIEWABLE", { about: "支付宝显示这笔款另有退款，请先处理那条提醒" });
  const addDecision = await writeOf(refund, outcome, reason, context, heirId);
  const commit = new Commit("reviewRefund");
  addDecision(commit);
  recordReview(commit, refundId, adminId, outcome === "rejected" ? "REJECT" : "APPROVE", reason, context.now);
  resolveAlertAbout(commit, "REVIEW_LATE", outRequestNo, adminId, context.now);
  audit(commit, ACTIONS[outcome], outRequestNo, { orderSn, reason }, context);
  await commit.run();
  return outcome;
}

async function writeOf(
  refund: StoredRefund,
  outcome: Decision,
  reason: string,
  context: Context,
  heirId: bigint | null,
): Promise<Write> {
  const { orderId, outRequestNo } = refund;
  switch (outcome) {
    case "counted":
      return (commit) => countApproval(commit, refund, "REVIEWING", null);
    case "approved":
      return (commit) => {
        countApproval(commit, refund, "APPROVED", after(context.now, SENDING_MS));
        recordEvent(commit, orderId, { type: "REFUND_APPROVED", detail: { outRequestNo } }, context);
      };
    case "rejected":
      return giveBack(refund, { status: "REJECTED", refusal: reason }, { why: reason }, context, heirId);
  }
}
