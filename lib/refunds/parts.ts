import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import { APPROVED_REFUND_STATUSES, type RefundStatus } from "../core/states.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literals } from "../db/database.ts";
import { FIRST_CHECK_MS, LAST_CHECK_MS, type Quote, type Risk } from "./rules.ts";

export interface NewRefund {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly memberId: bigint;
  /** The payment that goes back, or the part of the same commit that books it. */
  readonly paymentId: bigint | Handle<{ id: bigint }>;
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly status: "REVIEWING" | "APPROVED";
  /** What only a refund that somebody asked for has. */
  readonly request: {
    readonly quote: Quote;
    readonly risk: Risk;
    readonly needsSecondReview: boolean;
    readonly memberSeq: number;
    readonly key: string | null;
    readonly hash: string | null;
  } | null;
}

/**
 * The refund with its number, before Alipay hears of it. One open refund per order, one per stray payment, one n-th per
 * member, one per request key, all by uniqueness.
 */
export function insertRefund(
  commit: Commit,
  refund: NewRefund,
  nextCheckAt: Date | null,
  { now, actor }: Context,
): Returning<{ id: bigint }> {
  const { orderId, orderSn, memberId, paymentId, outTradeNo, tradeNo, outRequestNo, status, reason, request } = refund;
  return commit.addReturning(
    "newRefund",
    db
      .insertInto("omsRefundRecords")
      .values({
        ...{ orderId, orderSn, memberId, outTradeNo, tradeNo, outRequestNo, status, reason, nextCheckAt },
        paymentId: typeof paymentId === "bigint" ? paymentId : paymentId.ref("id"),
        kind: request ? "ORDER" : "STRAY",
        refundAmountFen: refund.amountFen,
        quote: request?.quote ?? {},
        risk: request?.risk ?? {},
        needsSecondReview: request?.needsSecondReview ?? false,
        memberSeq: request?.memberSeq ?? null,
        requestKey: request?.key ?? null,
        requestHash: request?.hash ?? null,
        requestedBy: actor,
        createTime: now,
      })
      .returning("id"),
  );
}

/** The next look at a sent refund: the same steps as rules.nextCheckAt. */
const nextLook = (now: Date) => sql<Date>`${now}::timestamptz + least(interval '1 millisecond' * ${LAST_CHECK_MS}::int,
  greatest(interval '1 millisecond' * ${FIRST_CHECK_MS}::int, ${now}::timestamptz - coalesce(sent_time, ${now}::timestamptz)))`;

/** A refund as it was when something was decided on it. */
interface RefundVersion {
  readonly id: bigint;
  readonly status: RefundStatus;
  readonly sendCount: number;
}

/** The refund, unless it ended or was sent again since it was read. */
function unchanged({ id, status, sendCount }: RefundVersion) {
  return db
    .updateTable("omsRefundRecords")
    .where("id", "=", id)
    .where("status", "=", status)
    .where("sendCount", "=", sendCount);
}

/** Written before Alipay is called. Finds no row when another worker is sending, or when it is over. */
export function markSent(commit: Commit, refund: RefundVersion, now: Date): void {
  commit.add(
    "sentRefund",
    unchanged(refund).set((eb) => ({
      status: "SENT",
      sendCount: eb("sendCount", "+", 1),
      sentTime: eb.fn.coalesce("sentTime", eb.val(now)),
      nextCheckAt: nextLook(now),
    })),
  );
}

/** The end of a refund. Finds no row when it ended meanwhile, or was sent again: a no to one sending is no end then. */
export function finishRefund(
  commit: Commit,
  refund: RefundVersion,
  to: "SUCCESS" | "REFUSED" | "REJECTED",
  refusal: string | null,
  now: Date,
): void {
  commit.add("finishedRefund", unchanged(refund).set({ status: to, refusal, nextCheckAt: null, finishTime: now }));
}

/** One approval more; with the last one the refund may be sent. Finds no row when somebody's word came between. */
export function countApproval(
  commit: Commit,
  { id, approvals }: { readonly id: bigint; readonly approvals: number },
  to: "REVIEWING" | "APPROVED",
  nextCheckAt: Date | null,
): void {
  commit.add(
    "approvedRefund",
    db
      .updateTable("omsRefundRecords")
      .set({ status: to, approvals: approvals + 1, nextCheckAt })
      .where("id", "=", id)
      .where("status", "=", "REVIEWING")
      .where("approvals", "=", approvals),
  );
}

/** What an admin said, once per admin and refund, by uniqueness. */
export function recordReview(
  commit: Commit,
  refundId: bigint,
  adminId: bigint,
  verdict: "APPROVE" | "REJECT",
  reason: string,
  now: Date,
): void {
  commit.add(
    "review",
    db.insertInto("omsRefundReview").values({ refundId, adminId, verdict, reason, createTime: now }),
  );
}

/** Claims refunds to be sent or asked about, oldest first; the next look is the lease. A statement of its own. */
export function claimDueRefunds(now: Date, limit: number) {
  const due = db
    .selectFrom("omsRefundRecords")
    .select("id")
    .where("status", "in", literals(APPROVED_REFUND_STATUSES))
    .where("nextCheckAt", "<=", now)
    .orderBy("nextCheckAt")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable("omsRefundRecords")
    .set({ nextCheckAt: nextLook(now) })
    .where("id", "in", due)
    .returning("id");
}
