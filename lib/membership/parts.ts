import { OPEN_REFUND_STATUSES } from "../core/states.ts";
import type { Commit } from "../db/commit.ts";
import { db, literal, literals } from "../db/database.ts";

/** Refunds of the member that have no outcome yet. */
export function openRefunds(memberId: bigint) {
  return db
    .selectFrom("omsRefundRecords as refund")
    .where("refund.memberId", "=", memberId)
    .where("refund.status", "in", literals(OPEN_REFUND_STATUSES));
}

/** Attempts of the member that may still be paid. */
export function openAttempts(memberId: bigint) {
  return db
    .selectFrom("omsPaymentAttempts as attempt")
    .innerJoin("omsOrder as order", "order.id", "attempt.orderId")
    .where("order.memberId", "=", memberId)
    .where("attempt.status", "=", literal("OPEN"));
}

/** The commit stands only where nothing is under way for the member. */
export function requireNothingUnderWay(commit: Commit, memberId: bigint): void {
  commit.add("refundUnderWay", openRefunds(memberId).select("refund.id"), 0);
  commit.add("paymentUnderWay", openAttempts(memberId).select("attempt.id"), 0);
}
