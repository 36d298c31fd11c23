import { sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { BillingCycle, PaymentMethod } from "../core/states.ts";
import { cycleIn } from "../db/cycle.ts";
import { db, literal, truth } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { compiled, type Given } from "../db/prepared.ts";
import { claimDueAttempts, claimQuestion, dueAttempts } from "./parts.ts";

const cases = compiled((given: Given<{ outTradeNo: string; evidenceKey: string }>) =>
  db
    .selectFrom("omsPaymentAttempts as a")
    .innerJoin("omsOrder as o", "o.id", "a.orderId")
    .innerJoin("umsMember as m", "m.id", "o.memberId")
    .innerJoin("omsOrderItem as i", "i.orderId", "o.id")
    .select(["o.id", "o.orderSn", "o.memberId", "o.productType", "o.status", "o.deliveryStatus", "o.createTime"])
    .select([
      "m.status as memberStatus",
      "a.id as attemptId",
      "a.paymentMethod",
      "a.appId",
      "a.sellerId",
      "a.amountFen",
    ])
    .select(["i.productId", "i.planId", "i.productName", "i.priceFen", "i.creditAmount", "i.bonusCredits"])
    .select(["i.validDays", "i.planCode", "i.planLevel", cycleIn<BillingCycle | null>("i").as("billingCycle")])
    .select((eb) => {
      const payments = eb
        .selectFrom("omsPaymentRecords as p")
        .select((p) => p.fn.jsonAgg(jsonBuildObject({ tradeNo: p.ref("p.tradeNo"), kind: p.ref("p.kind") })).as("all"))
        .whereRef("p.orderId", "=", "o.id");
      return eb.fn.coalesce(payments, sql<never[]>`'[]'`).as("payments");
    })
    .select((eb) => {
      const kept = eb
        .selectFrom("omsPaymentEvidence as e")
        .select("e.id")
        .where("e.evidenceKey", "=", given.evidenceKey);
      return truth(eb.exists(kept)).as("isKnownNews");
    })
    .where("a.outTradeNo", "=", given.outTradeNo),
);

export type StoredCase = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/**
 * Everything that judging a trade needs, in one read by the attempt's unique number. `isKnownNews`: this message is
 * stored already.
 */
export async function findCase(outTradeNo: string, evidenceKey: string) {
  const [found] = await cases({ outTradeNo, evidenceKey });
  if (!found) return null;
  const { id, orderSn, memberId, productType, status, deliveryStatus, createTime, memberStatus, ...rest } = found;
  const { attemptId, paymentMethod, appId, sellerId, amountFen, payments, isKnownNews, ...item } = rest;
  return {
    order: { id, orderSn, memberId, productType, status, deliveryStatus, createTime, item },
    attempt: { id: attemptId, paymentMethod, appId, sellerId, amountFen },
    memberIsActive: memberStatus === "ACTIVE",
    payments,
    isKnownNews,
  };
}

/** Whether a channel has answered that a trade of this order, or the given one of them, does not fit it. */
export async function hasMismatch(orderId: bigint, tradeNo: string | null): Promise<boolean> {
  const mismatch = db
    .selectFrom("omsPaymentEvidence")
    .select("id")
    .where("orderId", "=", orderId)
    .where("source", "<>", "NOTIFY")
    .where("verdict", "like", "MISMATCH:%")
    .limit(1);
  const found = await (tradeNo === null ? mismatch : mismatch.where("tradeNo", "=", tradeNo)).executeTakeFirst();
  return found !== undefined;
}

export type StoredAttempt = Awaited<ReturnType<typeof findAttempts>>[number];

/** The attempts of one order, oldest first: an open one per way to pay at most, and those that their channel has closed. */
export function findAttempts(orderId: bigint) {
  return db
    .selectFrom("omsPaymentAttempts")
    .select([
      "id",
      "paymentMethod",
      "appId",
      "outTradeNo",
      "cashierKind",
      "amountFen",
      "subject",
      "status",
      "expireTime",
    ])
    .select("createTime")
    .where("orderId", "=", orderId)
    .orderBy("id")
    .execute();
}

/** The trade number of the effective payment. */
export async function findTradeNo(orderId: bigint): Promise<string | null> {
  const payment = db
    .selectFrom("omsPaymentRecords")
    .select("tradeNo")
    .where("orderId", "=", orderId)
    .where("kind", "=", literal("EFFECTIVE"));
  return (await payment.executeTakeFirst())?.tradeNo ?? null;
}

/**
 * The member's own order that a number names: the order's own and that of any attempt (the first attempt has the order's),
 * or the channel's number of a payment. null: none. One read, through unique indexes.
 */
export async function findNamedOrder(memberId: bigint, number: string): Promise<string | null> {
  const attempts = db.selectFrom("omsPaymentAttempts").select("orderId").where("outTradeNo", "=", number);
  const payments = db.selectFrom("omsPaymentRecords").select("orderId").where("tradeNo", "=", number);
  const named = db
    .selectFrom("omsOrder")
    .select("orderSn")
    .where("memberId", "=", memberId)
    .where("id", "in", attempts.union(payments));
  return (await named.executeTakeFirst())?.orderSn ?? null;
}

/** Whether the member has an open attempt of an account that is none of `present` (their app ids). */
export async function hasAbsentAttempt(memberId: bigint, present: readonly string[]): Promise<boolean> {
  const found = await db
    .selectFrom("omsPaymentAttempts as a")
    .innerJoin("omsOrder as o", "o.id", "a.orderId")
    .select("a.id")
    .where("o.memberId", "=", memberId)
    .where("a.status", "=", literal("OPEN"))
    .where("a.appId", "<>", sql<string>`all(${present}::text[])`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Due time of the oldest open query; null: none. One index lookup. */
export async function findOldestQuestion(): Promise<Date | null> {
  const oldest = db
    .selectFrom("omsPaymentAttempts")
    .select("nextCheckAt")
    .where("nextCheckAt", "is not", null)
    .orderBy("nextCheckAt")
    .limit(literal(1));
  return (await oldest.executeTakeFirst())?.nextCheckAt ?? null;
}

export interface AttemptToAsk {
  id: bigint;
  paymentMethod: PaymentMethod;
  appId: string;
  outTradeNo: string;
  expireTime: Date;
}

export interface DueAttempt extends AttemptToAsk {
  /** How many times it was asked about so far. */
  checkCount: number;
  dueAt: Date;
}

export function claimAttempts(now: Date, leaseUntil: Date, limit: number): Promise<DueAttempt[]> {
  return claimDueAttempts(now, leaseUntil, limit).execute();
}

export function countDueAttempts(now: Date): Promise<number> {
  return countDue(dueAttempts(now));
}

export function claimQuestions(orderId: bigint, now: Date, askedBefore: Date): Promise<AttemptToAsk[]> {
  return claimQuestion(orderId, now, askedBefore).execute();
}
