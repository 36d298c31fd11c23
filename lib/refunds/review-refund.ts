import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { ReviewRefundBody } from "../contracts/refunds.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { RefundStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { commit, retryOnConflict, type Part } from "../db/commit.ts";
import { recordEvent } from "../orders/parts.ts";
import { beginRefund } from "./execute-refund.ts";
import { getRefund } from "./get-refund.ts";
import { countApproval, recordReview } from "./parts.ts";
import { FIRST_CHECK_MS, judgeReview, type ReviewOutcome } from "./rules.ts";
import { giveBackParts } from "./settle-refund.ts";
import { findReviews, type StoredRefund } from "./store.ts";

/**
 * An admin's word about a refund that waits for a person. Approved: sent at once. Above the second limit the first of two
 * approvals only counts. Rejected: what was held is given back, the buyer reads why. Two reads, one commit with its audit
 * row, then the sending. Returns the refund's status afterwards.
 * Throws REFUND_NOT_FOUND (404), SELF_REVIEW (403), REFUND_NOT_REVIEWABLE (409: over, or this admin has spoken already).
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

async function decide(adminId: bigint, refundId: bigint, body: ReviewRefundBody, context: Context): Promise<Decision> {
  const [refund, reviews] = await Promise.all([getRefund(refundId), findReviews(refundId)]);
  const outcome = judgeReview({ ...refund, reviewers: reviews.map((review) => review.adminId) }, adminId, body.verdict);
  if (outcome === "own") throw new AppError("SELF_REVIEW");
  if (outcome === "over") throw new AppError("REFUND_NOT_REVIEWABLE");
  await commit([
    ...(await decisionParts(refund, outcome, body, context)),
    recordReview(refundId, adminId, outcome === "rejected" ? "REJECT" : "APPROVE", body.reason, context.now),
    resolveAlertAbout("REVIEW_LATE", refund.outRequestNo, adminId, context.now),
    audit(
      `REFUND_${outcome.toUpperCase()}`,
      refund.outRequestNo,
      { orderSn: refund.orderSn, reason: body.reason },
      context,
    ),
  ]);
  return outcome;
}

async function decisionParts(
  refund: StoredRefund,
  outcome: Decision,
  body: ReviewRefundBody,
  context: Context,
): Promise<Part[]> {
  switch (outcome) {
    case "counted":
      return [countApproval(refund, "REVIEWING", null)];
    case "approved":
      return [
        countApproval(refund, "APPROVED", after(context.now, FIRST_CHECK_MS)),
        recordEvent(refund.orderId, "REFUND_APPROVED", { outRequestNo: refund.outRequestNo }, context),
      ];
    case "rejected":
      return giveBackParts(refund, { status: "REJECTED", refusal: body.reason }, { why: body.reason }, context);
  }
}
