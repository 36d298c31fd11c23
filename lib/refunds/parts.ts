import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import {
  APPROVED_REFUND_STATUSES,
  OPEN_REFUND_STATUSES,
  type PaymentMethod,
  type RefundStatus,
} from "../core/states.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal, literals } from "../db/database.ts";
import { released, unclaimed } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import type { Quote, Risk } from "./rules.ts";

export interface NewRefund {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly memberId: bigint;
  /** The payment to refund, or the part of the same commit that records it. */
  readonly paymentId: bigint | Handle<{ id: bigint }>;
  /** The channel that took the payment, and these are its numbers. */
  readonly paymentMethod: PaymentMethod;
  /** The account that took it, and that the refund is sent with. */
  readonly appId: string;
  readonly sellerId: string | null;
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly status: "REVIEWING" | "APPROVED";
  /** Only for a refund requested by a member. */
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
 * Inserts a refund with its request number, before the channel is called. Unique indexes keep one open refund per order, one
 * per stray payment, one per member sequence number and one per idempotency key.
 */
export function insertRefund(
  commit: Commit,
  refund: NewRefund,
  nextCheckAt: Date | null,
  { now, actor }: Context,
): Returning<{ id: bigint }> {
  const { orderId, orderSn, memberId, paymentId, paymentMethod, outTradeNo, tradeNo, outRequestNo } = refund;
  const { appId, sellerId } = refund;
  const { status, reason, request } = refund;
  return commit.addReturning(
    "newRefund",
    db
      .insertInto("omsRefundRecords")
      .values({
        ...{
          orderId,
          orderSn,
          memberId,
          paymentMethod,
          appId,
          sellerId,
          outTradeNo,
          tradeNo,
          outRequestNo,
          status,
          reason,
          nextCheckAt,
        },
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

/** Whether a refund holds what it held when something was decided on it. Money and credits that come beside it change that. */
export function holdsStill(quote: Quote) {
  return sql<boolean>`quote = ${JSON.stringify(quote)}::jsonb`;
}

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

/** What is left of its payment for a refund: what others have moved, or were seen to have moved, is not. */
const hasRoom = sql<boolean>`refund_amount_fen + (select coalesce(sum(other.refund_amount_fen), 0) from oms_refund_records other
    where other.order_id = oms_refund_records.order_id and other.payment_id = oms_refund_records.payment_id
      and other.id <> oms_refund_records.id and (other.status = 'SUCCESS' or (other.kind = 'OUTSIDE' and other.status = 'REVIEWING')))
  <= (select payment_amount_fen from oms_payment_records p where p.id = oms_refund_records.payment_id)`;

/**
 * Written before the channel is called: until `leaseUntil` nobody else looks at it. Finds no row when another worker is sending,
 * when it is over, or when what is left of the payment is less (docs/rules.md R87).
 */
export function markSent(commit: Commit, refund: RefundVersion, leaseUntil: Date, now: Date): void {
  commit.add(
    "sentRefund",
    unchanged(refund)
      .set((eb) => ({
        status: "SENT",
        sendCount: eb("sendCount", "+", 1),
        sentTime: eb.fn.coalesce("sentTime", eb.val(now)),
        nextCheckAt: leaseUntil,
        sendingUntil: leaseUntil,
      }))
      .where(hasRoom),
  );
}

/**
 * Ends a refund. Touches no row when it ended or was sent again meanwhile, because a refusal of one sending is not
 * final then; and when it holds something else by now.
 */
export function finishRefund(
  commit: Commit,
  refund: RefundVersion & { readonly quote: Quote },
  to: "SUCCESS" | "REFUSED" | "REJECTED",
  refusal: string | null,
  now: Date,
  byHand: { readonly reference: string | null } | null = null,
): void {
  const hand = byHand ? { byHand: true, reference: byHand.reference } : {};
  commit.add(
    "finishedRefund",
    unchanged(refund)
      .set({ status: to, refusal, nextCheckAt: null, finishTime: now, ...hand })
      .where(holdsStill(refund.quote)),
  );
}

/** Counts an approval; after the last one the refund may be sent. Touches no row when another decision came first. */
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

/** Records a review decision, one per admin and refund, by a unique index. */
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

/** Refunds that must be sent or asked about. The instant of the next look is their lease, too. */
export function dueRefunds(now: Date) {
  return db
    .selectFrom("omsRefundRecords")
    .select(["id", "nextCheckAt as dueAt"])
    .where("status", "in", literals(APPROVED_REFUND_STATUSES))
    .where("nextCheckAt", "<=", now);
}

/**
 * Of the accounts that are none of `present` (their app ids): how many open attempts and open refunds belong to each. Accounts
 * without either are not listed.
 */
export function absentAccounts(present: readonly string[]) {
  const attempts = db
    .selectFrom("omsPaymentAttempts")
    .select(({ cast }) => ["appId", cast<string | null>("sellerId", "text").as("sellerId")])
    .select([sql<number>`1`.as("attempts"), sql<number>`0`.as("refunds")])
    .where("status", "=", literal("OPEN"));
  const refunds = db
    .selectFrom("omsRefundRecords as r")
    .innerJoin("omsPaymentRecords as p", "p.id", "r.paymentId")
    .select(({ fn }) => [
      fn.coalesce("r.appId", "p.appId").as("appId"),
      fn.coalesce("r.sellerId", "p.sellerId").as("sellerId"),
    ])
    .select([sql<number>`0`.as("attempts"), sql<number>`1`.as("refunds")])
    .where("r.status", "in", literals(OPEN_REFUND_STATUSES));
  return db
    .selectFrom(attempts.unionAll(refunds).as("one"))
    .select("one.appId")
    .select(({ fn, cast }) => [
      fn.max("one.sellerId").as("sellerId"),
      cast<number>(fn.sum("one.attempts"), "integer").as("attempts"),
      cast<number>(fn.sum("one.refunds"), "integer").as("refunds"),
    ])
    .where("one.appId", "<>", sql<string>`all(${present}::text[])`)
    .groupBy("one.appId")
    .orderBy("one.appId");
}

/** Claims refunds to be sent or asked about, the longest due first. A statement of its own, not a part. */
export function claimDueRefunds(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueRefunds(now).orderBy("nextCheckAt"), limit))
    .updateTable("omsRefundRecords as r")
    .from("due")
    .set({ nextCheckAt: leaseUntil })
    .whereRef("r.id", "=", "due.id")
    .returning(["r.id", "r.sentTime"])
    .returning((eb) => eb.ref("due.dueAt").$notNull().as("dueAt"));
}

/** When the claimed refunds that have not come to an end are looked at again. */
export function releaseRefunds(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  commit.add(
    "releasedRefunds",
    db
      .updateTable("omsRefundRecords as r")
      .from(released(releases))
      .set((eb) => ({ nextCheckAt: eb.ref("release.nextAt"), sendingUntil: null }))
      .whereRef("r.id", "=", "release.id")
      .where("r.nextCheckAt", "=", leaseUntil),
    "any",
  );
}
