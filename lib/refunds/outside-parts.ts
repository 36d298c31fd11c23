import { sql, type Expression, type RawBuilder } from "kysely";
import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import type { Commit } from "../db/commit.ts";
import { OPEN_REFUND_STATUSES, type PaymentMethod } from "../core/states.ts";
import { db, literal, literals } from "../db/database.ts";
import { LATE } from "./outside-rules.ts";
import { holdsStill } from "./parts.ts";
import type { Quote } from "./rules.ts";

/** Whether a refund's row is the one that holds the goods of its order. */
export const holdsGoods = sql<boolean>`quote ? 'held'`;

/** The number that we keep a refund by which was given up and moved money all the same. */
export function lateNo(requestNo: Expression<string>): RawBuilder<string> {
  return sql<string>`${literal(LATE)} || ${requestNo}`;
}

/** The number by which the channel knows a refund, and its bill names it. */
export function channelNo(alias: string): RawBuilder<string> {
  const [kind, requestNo] = [sql.ref(`${alias}.kind`), sql.ref(`${alias}.outRequestNo`)];
  return sql<string>`case when ${kind} = 'OUTSIDE' then regexp_replace(${requestNo}, ${literal(`^${LATE}`)}, '') else ${requestNo} end`;
}

/** What the alert about an outside refund is known by. */
export function outsideCause({ tradeNo, outRequestNo }: { readonly tradeNo: string; readonly outRequestNo: string }) {
  return `${tradeNo}:${outRequestNo}`;
}

interface ReturnedPayment {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly memberId: bigint;
  readonly paymentId: bigint;
  readonly paymentMethod: PaymentMethod;
  readonly appId: string;
  readonly sellerId: string | null;
  readonly outTradeNo: string;
  readonly tradeNo: string;
}

/**
 * Inserts a refund that somebody else made, as seen and not yet booked. `quote`: what it holds; null: another refund holds the
 * goods, or there are none. One per trade and number, by a unique index.
 */
export function insertOutside(
  commit: Commit,
  payment: ReturnedPayment,
  refund: {
    readonly outRequestNo: string;
    readonly amountFen: Fen;
    readonly reason: string;
    readonly quote: Quote | null;
  },
  { now, actor }: Context,
): void {
  const { orderId, orderSn, memberId, paymentId, paymentMethod, appId, sellerId, outTradeNo, tradeNo } = payment;
  const { outRequestNo, amountFen: refundAmountFen, reason, quote } = refund;
  commit.add(
    "outsideRefund",
    db.insertInto("omsRefundRecords").values({
      ...{ orderId, orderSn, memberId, paymentId, paymentMethod, appId, sellerId, outTradeNo, tradeNo },
      ...{ outRequestNo, refundAmountFen },
      ...{ reason, kind: "OUTSIDE", status: "REVIEWING", quote: quote ?? {}, requestedBy: actor, createTime: now },
    }),
  );
}

/** An outside refund learns its number. Touches no row when it was named meanwhile. */
export function nameOutside(commit: Commit, tradeNo: string, from: string, to: string): void {
  commit.add(
    "namedRefund",
    db
      .updateTable("omsRefundRecords")
      .set({ outRequestNo: to })
      .where("tradeNo", "=", tradeNo)
      .where("outRequestNo", "=", from)
      .where("kind", "=", "OUTSIDE"),
  );
}

/** A refund and what it held when something was decided on it. */
interface HoldingRefund {
  readonly id: bigint;
  readonly quote: Quote;
}

/** Ends an outside refund that is open. Touches no row when somebody else ended it, or when it holds something else by now. */
export function finishOutside(
  commit: Commit,
  { id, quote }: HoldingRefund,
  end:
    | { readonly status: "SUCCESS"; readonly amountFen: Fen; readonly refusal: string | null }
    | { readonly status: "REJECTED"; readonly refusal: string },
  now: Date,
): void {
  const amount = end.status === "SUCCESS" ? { refundAmountFen: end.amountFen } : {};
  commit.add(
    "finishedOutside",
    db
      .updateTable("omsRefundRecords")
      .set({ status: end.status, refusal: end.refusal, finishTime: now, ...amount })
      .where("id", "=", id)
      .where("kind", "=", "OUTSIDE")
      .where("status", "=", "REVIEWING")
      .where(holdsStill(quote)),
  );
}

/** What a refund held goes on to be held by an outside one that waits. Touches no row when that one ended, or holds already. */
export function handOver(commit: Commit, heirId: bigint, quote: Quote): void {
  commit.add(
    "heirRefund",
    db
      .updateTable("omsRefundRecords")
      .set({ quote })
      .where("id", "=", heirId)
      .where("status", "=", "REVIEWING")
      .where(sql<boolean>`not ${holdsGoods}`),
  );
}

/** An open refund holds more. Touches no row when it ended, or holds something else by now. */
export function holdMore(commit: Commit, refund: HoldingRefund, quote: Quote): void {
  commit.add(
    "holdingRefund",
    db
      .updateTable("omsRefundRecords")
      .set({ quote })
      .where("id", "=", refund.id)
      .where("status", "in", literals(OPEN_REFUND_STATUSES))
      .where(holdsStill(refund.quote)),
  );
}

/**
 * A refund that goes on holding the goods keeps count of money that went back outside and took none. Touches no row when it ended
 * or holds something else by now.
 */
export function addUntaken(commit: Commit, { id, quote }: HoldingRefund, untakenFen: Fen): void {
  commit.add(
    "holdingRefund",
    db
      .updateTable("omsRefundRecords")
      .set({ quote: { ...quote, untakenFen } })
      .where("id", "=", id)
      .where("status", "in", literals(OPEN_REFUND_STATUSES))
      .where(holdsStill(quote)),
  );
}

/** An open refund no longer holds: another one took its goods. Touches no row when it ended or holds something else by now. */
export function giveUpHold(commit: Commit, { id, quote }: HoldingRefund): void {
  commit.add(
    "formerHolder",
    db
      .updateTable("omsRefundRecords")
      .set({ quote: sql`'{}'::jsonb` })
      .where("id", "=", id)
      .where("kind", "=", "OUTSIDE")
      .where("status", "=", "REVIEWING")
      .where(holdsStill(quote)),
  );
}
