import { sql } from "kysely";
import { STANDING_DIFFERENCE_STATUSES, type DifferenceKind } from "../core/states.ts";
import { db, literal, literals } from "../db/database.ts";
import { outsideNos } from "./difference-parts.ts";

/** The refund made outside that a line tells of, as long as it is only seen. */
const outsideId = sql<
  bigint | null
>`(select r.id from oms_refund_records r where d.kind = 'REFUND' and r.trade_no = d.trade_no
  and r.payment_method = d.payment_method and r.out_request_no in ${outsideNos}
  and r.kind = 'OUTSIDE' and r.status = 'REVIEWING' order by r.id limit 1)`;

/** The alert about a payment that does not fit its order, whose money is not booked: the last one of the trade. */
const mismatchId = sql<bigint | null>`(select a.id from oms_payment_evidence e
  join sys_alert a on a.kind = 'PAYMENT_MISMATCH' and a.cause = e.trade_no || substr(e.verdict, length('MISMATCH') + 1)
  where d.kind = 'TRADE' and e.trade_no = d.trade_no and e.verdict like 'MISMATCH:%' order by a.id desc limit 1)`;

const differences = db
  .selectFrom("omsBillDifference as d")
  .leftJoin("umsMember as closer", "closer.id", "d.closedBy")
  .select(["d.id", "d.paymentMethod", "d.what", "d.kind", "d.cause", "d.lineNo", "d.sellerId", "d.tradeNo"])
  .select(["d.outTradeNo", "d.outRequestNo", "d.orderSn", "d.billFen", "d.ourFen", "d.amountFen", "d.status"])
  .select(["d.closedTime", "d.closedBy", "d.reason", "d.createTime", "closer.name as closerName"])
  .select([sql<string>`d.day::text`.as("day"), outsideId.as("outsideId"), mismatchId.as("mismatchId")]);

export type StoredDifference = Awaited<ReturnType<typeof findDifferences>>[number];

export async function findDifference(id: bigint): Promise<StoredDifference | null> {
  return (await differences.where("d.id", "=", id).executeTakeFirst()) ?? null;
}

export interface WantedDifferences {
  readonly isOpen: boolean | undefined;
  readonly what: DifferenceKind | undefined;
  /** Beijing days, both of them included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const day = (text: string) => sql<Date>`${text}::date`;

/** Newest first, those before one of them. */
export function findDifferences({ isOpen, what, from, to }: WantedDifferences, before: bigint | null, limit: number) {
  let found = differences.orderBy("d.id", "desc").limit(limit);
  if (isOpen === true) found = found.where("d.status", "=", literal("OPEN"));
  if (isOpen === false) found = found.where("d.status", "<>", literal("OPEN"));
  if (what) found = found.where("d.what", "=", what);
  if (from) found = found.where("d.day", ">=", day(from));
  if (to) found = found.where("d.day", "<=", day(to));
  if (before !== null) found = found.where("d.id", "<", before);
  return found.execute();
}

/** Upper bound of the days with totals. */
const DAYS_SHOWN = 92;

/** Of each day that has such differences: how many of each state, and of how much money. Newest day first. */
export function sumDifferences({ isOpen, what, from, to }: WantedDifferences) {
  let found = db
    .selectFrom("omsBillDifference as d")
    .select([sql<string>`d.day::text`.as("day"), "d.status"])
    .select(({ cast, fn }) => [
      cast<number>(fn.countAll(), "integer").as("count"),
      cast<number>(fn.sum("d.amountFen"), "double precision").as("fen"),
    ])
    .groupBy(["d.day", "d.status"]);
  if (isOpen === true) found = found.where("d.status", "=", literal("OPEN"));
  if (isOpen === false) found = found.where("d.status", "<>", literal("OPEN"));
  if (what) found = found.where("d.what", "=", what);
  if (from) found = found.where("d.day", ">=", day(from));
  if (to) found = found.where("d.day", "<=", day(to));
  const ranked = db
    .selectFrom(found.as("d"))
    .selectAll("d")
    .select(sql<number>`dense_rank() over (order by d.day desc)`.as("place"));
  return db
    .selectFrom(ranked.as("d"))
    .select(["d.day", "d.status", "d.count", "d.fen"])
    .where("d.place", "<=", DAYS_SHOWN)
    .orderBy("d.day", "desc")
    .execute();
}

/** How long a later bill or answer may explain what somebody has put away. */
const EXPLAINED_WITHIN = sql`interval '90 days'`;

/** Differences that stand, of lines of bills: those that are open, and those that were put away lately. */
export function findStanding(now: Date) {
  return db
    .selectFrom("omsBillDifference as d")
    .select(["d.id", "d.what", "d.lineNo", "d.cause", "d.amountFen", "d.status", "d.tradeNo"])
    .where("d.status", "in", literals(STANDING_DIFFERENCE_STATUSES))
    .where((eb) =>
      eb.or([
        eb("d.status", "=", literal("OPEN")),
        eb("d.closedTime", ">", sql<Date>`${now}::timestamptz - ${EXPLAINED_WITHIN}`),
      ]),
    )
    .orderBy("d.id")
    .limit(STANDING_READ)
    .execute();
}

/** As many are looked at in a run. */
const STANDING_READ = 5_000;

/** Those of them that were on no bill, and are on one now. */
export async function findListedNow(ids: readonly bigint[]): Promise<Set<bigint>> {
  const found = await db
    .selectFrom("omsBillDifference as d")
    .select("d.id")
    .where("d.id", "=", sql<bigint>`any(${ids}::bigint[])`)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("omsBillLine as l")
          .select("l.lineNo")
          .whereRef("l.tradeNo", "=", "d.tradeNo")
          .whereRef("l.paymentMethod", "=", "d.paymentMethod")
          .whereRef("l.kind", "=", "d.kind")
          .whereRef("l.outRequestNo", "=", "d.outRequestNo"),
      ),
    )
    .execute();
  return new Set(found.map(({ id }) => id));
}

/** The app that opened the attempt with a number. null: there is no such attempt. */
export async function findAttemptApp(outTradeNo: string): Promise<string | null> {
  const found = await db
    .selectFrom("omsPaymentAttempts")
    .select("appId")
    .where("outTradeNo", "=", outTradeNo)
    .executeTakeFirst();
  return found?.appId ?? null;
}

/** A refund made outside, as its channel is asked about it. */
export function findOutsideRefund(id: bigint) {
  return db
    .selectFrom("omsRefundRecords as r")
    .innerJoin("omsPaymentRecords as p", "p.id", "r.paymentId")
    .select(["r.id", "r.paymentMethod", "p.appId", "r.tradeNo", "r.outTradeNo", "r.outRequestNo"])
    .where("r.id", "=", id)
    .executeTakeFirstOrThrow();
}

/** The beginnings of numbers that are another application's. */
export async function findForeignPrefixes(): Promise<string[]> {
  const found = await db.selectFrom("omsForeignRule").select("prefix").where("endedTime", "is", null).execute();
  return found.map(({ prefix }) => prefix);
}

/** Upper bound of the rules shown. */
const RULES_SHOWN = 100;

export type StoredRule = Awaited<ReturnType<typeof findForeignRules>>[number];

/** The rules that hold, newest first. */
export function findForeignRules() {
  return db
    .selectFrom("omsForeignRule as rule")
    .innerJoin("umsMember as maker", "maker.id", "rule.createdBy")
    .select(["rule.id", "rule.prefix", "rule.reason", "rule.createTime", "maker.name as makerName"])
    .where("rule.endedTime", "is", null)
    .orderBy("rule.id", "desc")
    .limit(RULES_SHOWN)
    .execute();
}

/** Whether an attempt of ours has a number that begins so. Reads them all: an act that is done once in the life of a shop. */
export async function isOursByPrefix(prefix: string): Promise<boolean> {
  const found = await db
    .selectFrom("omsPaymentAttempts")
    .select("id")
    .where(sql<boolean>`starts_with(out_trade_no, ${prefix})`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
