import { sql, type Expression, type RawBuilder } from "kysely";
import { OF_CUSTOMER } from "../core/customer.ts";
import { AppError } from "../core/errors.ts";
import type { PaymentMethod } from "../core/states.ts";
import { MINUTE_MS } from "../core/time.ts";
import { prisma } from "../db/client.ts";
import { db, literal } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import type { EvidenceSource } from "../db/generated/enums.ts";
import { reportRow } from "../db/report.ts";
import { PoolerRefusal, sqlState } from "../db/send.ts";
import { claimDueBillDays, dueBillDays } from "./parts.ts";
import type { BillOf } from "./rules.ts";

/** One round trip to the database. */
export async function pingDatabase(): Promise<void> {
  await db.selectNoFrom(literal(1).as("one")).execute();
}

const SUBJECTS_SHOWN = 20;

/** A million orders take six seconds for the longest of them. */
export const AUDIT_LIMIT_MS = 4 * MINUTE_MS;

export interface Offenders {
  offending: number;
  subjects: string[];
}

/** Counts the rows that a query selects, and names the first of them, within `limitMs`. */
export async function findOffenders(query: RawBuilder<{ subject: string }>, limitMs: number): Promise<Offenders> {
  const question = sql<Offenders>`with offender as (${query})
    select (select count(*)::int from offender) as offending,
      coalesce((select array_agg(first.subject) from (select subject from offender order by subject limit ${SUBJECTS_SHOWN}) first), '{}') as subjects`;
  const found = await reportRow(question, limitMs);
  return found ?? { offending: 0, subjects: [] };
}

const QUERY_CANCELED = "57014";

/** Whether the error concerns this check only (a bug or a timeout); otherwise the database is unavailable. */
export function concernsOneQuestion(error: unknown): boolean {
  if (error instanceof PoolerRefusal) return false;
  return !(error instanceof AppError) || sqlState(error.facts.detail) === QUERY_CANCELED;
}

export interface BillDay extends BillOf {
  status: "WAITING" | "IMPORTED" | "RECONCILED";
  createTime: Date;
  /** Looks at it before this one. */
  checkCount: number;
  dueAt: Date;
}

export function claimBillDays(now: Date, leaseUntil: Date, limit: number): Promise<BillDay[]> {
  return claimDueBillDays(now, leaseUntil, limit).execute();
}

export function countDueBillDays(now: Date): Promise<number> {
  return countDue(dueBillDays(now));
}

/** Those numbers of bill lines that an attempt or a payment of ours has. */
export async function findKnownNumbers(
  method: PaymentMethod,
  lines: readonly { readonly outTradeNo: string; readonly tradeNo: string }[],
): Promise<Set<string>> {
  if (lines.length === 0) return new Set();
  const outTradeNos = sql<string>`any(${lines.map(({ outTradeNo }) => outTradeNo)}::text[])`;
  const tradeNos = sql<string>`any(${lines.map(({ tradeNo }) => tradeNo)}::text[])`;
  const found = await db
    .selectFrom("omsPaymentAttempts")
    .select("outTradeNo as number")
    .where("paymentMethod", "=", method)
    .where("outTradeNo", "=", outTradeNos)
    .unionAll(
      db
        .selectFrom("omsPaymentRecords")
        .select("tradeNo as number")
        .where("paymentMethod", "=", method)
        .where("tradeNo", "=", tradeNos),
    )
    .execute();
  return new Set(found.map(({ number }) => number));
}

export type StoredBillDay = Awaited<ReturnType<typeof findBillDays>>[number];

/** The bills of the last days, newest first. One statement. */
export function findBillDays(limit: number) {
  return db
    .selectFrom("omsBillDay")
    .select(["status", "tradeCount", "tradeFen", "refundCount", "refundFen"])
    .select(["foreignCount", "foreignFen", "setAside", "importTime", "nextCheckAt"])
    .select(sql<string>`bill_date::text`.as("day"))
    .orderBy("billDate", "desc")
    .limit(limit)
    .execute();
}

/** Signed notices since then whose numbers cannot be ours: how many, and of how much money. */
export function sumForeignNotices(since: Date) {
  return db
    .selectFrom("omsPaymentEvidence")
    .select(({ cast, fn }) => [
      cast<number>(fn.countAll(), "integer").as("count"),
      cast<number>(fn.coalesce(fn.sum("amountFen"), literal(0)), "double precision").as("fen"),
    ])
    .where("verdict", "=", literal("FOREIGN"))
    .where("createTime", ">", since)
    .executeTakeFirstOrThrow();
}

export type StoredToday = Awaited<ReturnType<typeof findToday>>;

/** Totals since an instant, and what is open for a person, however old. Stray payments are included. */
export function findToday(since: Date) {
  const made = db
    .selectFrom("omsOrder")
    .select(({ cast, fn }) => cast<number>(fn.countAll(), "integer").as("ordersMade"))
    .where("createTime", ">=", since);
  const paid = db
    .selectFrom("omsPaymentRecords")
    .select(({ cast, fn }) => [
      cast<number>(fn.countAll(), "integer").as("paymentCount"),
      cast<number>(fn.coalesce(fn.sum("paymentAmountFen"), literal(0)), "double precision").as("paidFen"),
    ])
    .where("paymentTime", ">=", since);
  const refunded = db
    .selectFrom("omsRefundRecords")
    .select(({ cast, fn }) => [
      cast<number>(fn.countAll(), "integer").as("refundCount"),
      cast<number>(fn.coalesce(fn.sum("refundAmountFen"), literal(0)), "double precision").as("refundedFen"),
    ])
    .where("status", "=", literal("SUCCESS"))
    .where("finishTime", ">=", since);
  const told = db
    .selectFrom("sysAlert")
    .select(({ cast, fn }) => cast<number>(fn.countAll(), "integer").as("openAlerts"))
    .where("resolvedTime", "is", null);
  const reviewing = db
    .selectFrom("omsRefundRecords")
    .select(({ cast, fn }) => cast<number>(fn.countAll(), "integer").as("refundsToReview"))
    .where("status", "=", literal("REVIEWING"))
    // Those that were made outside wait with their alerts.
    .where("kind", "<>", literal("OUTSIDE"));
  const owed = db
    .selectFrom("omsOrder")
    .select(({ cast, fn }) => cast<number>(fn.countAll(), "integer").as("deliveriesToMake"))
    .where("deliveryStatus", "<>", literal("DELIVERED"))
    .where("status", "<>", literal("REFUNDED"))
    .where("paymentTime", "is not", null);
  return db
    .selectFrom([made.as("made"), paid.as("paid"), refunded.as("refunded"), told.as("told")])
    .innerJoin(reviewing.as("reviewing"), (join) => join.onTrue())
    .innerJoin(owed.as("owed"), (join) => join.onTrue())
    .selectAll()
    .executeTakeFirstOrThrow();
}

/**
 * The orders made since an instant, by what became of them (docs/rules.md R66). Money that neither bought something nor was
 * sent back makes an order lost, whatever its own status.
 */
export function findOutcomes(since: Date) {
  const kept = db
    .selectFrom("omsPaymentRecords")
    .select("orderId")
    .where("kind", "<>", literal("EFFECTIVE"))
    .where("paymentStatus", "=", literal("SUCCESS"))
    .where("paymentTime", ">=", since);
  const made = db
    .selectFrom("omsOrder")
    .select((eb) => [
      "status",
      eb
        .or([eb.and([eb("status", "=", "PAID"), eb("deliveryStatus", "<>", "DELIVERED")]), eb("id", "in", kept)])
        .as("isLost"),
    ])
    .where("createTime", ">=", since);
  return db
    .selectFrom(made.as("made"))
    .select(({ cast, fn, not, ref }) => {
      const fine = () => fn.countAll().filterWhere(not(ref("isLost")));
      return [
        cast<number>(fn.countAll().filterWhere(ref("isLost")), "integer").as("lost"),
        cast<number>(fine().filterWhere("status", "=", "PENDING"), "integer").as("open"),
        cast<number>(fine().filterWhere("status", "=", "CANCELLED"), "integer").as("closed"),
        cast<number>(fine().filterWhere("status", "not in", ["PENDING", "CANCELLED"]), "integer").as("paid"),
      ];
    })
    .executeTakeFirstOrThrow();
}

/** The payments since an instant, by what told of them. */
export function findPaymentSources(since: Date) {
  return db
    .selectFrom("omsPaymentRecords")
    .select(({ cast, fn }) => {
      const from = (source: EvidenceSource) =>
        cast<number>(fn.countAll().filterWhere("source", "=", source), "integer");
      return [from("NOTIFY").as("notify"), from("QUERY").as("query"), from("BILL").as("bill")];
    })
    .where("paymentTime", ">=", since)
    .executeTakeFirstOrThrow();
}

interface Wanted {
  readonly query: string | undefined;
  /** Only orders older than this one. */
  readonly before: number | undefined;
  readonly limit: number;
}

const allIds = db.selectFrom("omsOrder").select("id");

/** Of each of these members no more orders than are shown. */
function ordersOf(members: Expression<{ id: bigint }>, { before, limit }: Wanted) {
  return db
    .selectFrom(sql<{ id: bigint }>`${members}`.as("member"))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("omsOrder")
          .select("omsOrder.id")
          .whereRef("omsOrder.memberId", "=", "member.id")
          .$if(before !== undefined, (own) => own.where("omsOrder.id", "<", BigInt(before!)))
          .orderBy("omsOrder.id", "desc")
          .limit(limit)
          .as("own"),
      (join) => join.onTrue(),
    )
    .select("own.id");
}

/** The orders that a number, an address or a customer belongs to, or all of them; each way goes through an index. */
function orderIds(wanted: Wanted) {
  const { query } = wanted;
  if (query === undefined) return allIds;
  if (query.startsWith(OF_CUSTOMER)) {
    const customerId = query.slice(OF_CUSTOMER.length);
    return ordersOf(db.selectFrom("umsCustomer").select("memberId as id").where("externalId", "=", customerId), wanted);
  }
  // More than one account may have had the address.
  if (query.includes("@")) return ordersOf(db.selectFrom("umsMember").select("id").where("email", "=", query), wanted);
  return allIds
    .where("orderSn", "=", query)
    .union(db.selectFrom("omsPaymentAttempts").select("orderId as id").where("outTradeNo", "=", query))
    .union(db.selectFrom("omsPaymentRecords").select("orderId as id").where("tradeNo", "=", query))
    .union((eb) =>
      eb
        .selectFrom("omsPaymentEvidence as e")
        .innerJoin("omsOrder as o", "o.id", "e.orderId")
        .select("o.id")
        .where("e.tradeNo", "=", query),
    );
}

/** Newest first. */
export async function findOrderIds(wanted: Wanted): Promise<bigint[]> {
  const { before, limit } = wanted;
  let found = db.selectFrom(orderIds(wanted).as("found")).select("found.id");
  if (before !== undefined) found = found.where("found.id", "<", BigInt(before));
  const ids = await found.orderBy("found.id", "desc").limit(limit).execute();
  return ids.map(({ id }) => id);
}

/** Upper bound; no order comes near it. */
const RECORDS_READ = 50;

export type OrderRecords = Awaited<ReturnType<typeof findOrderRecords>>;

/** Attempts, payments and delivery of one order, oldest first. Three statements side by side. */
export async function findOrderRecords(orderId: bigint) {
  const list = { where: { orderId }, orderBy: { id: "asc" }, take: RECORDS_READ } as const;
  const [attempts, payments, delivery] = await Promise.all([
    prisma().paymentAttempt.findMany(list),
    prisma().paymentRecord.findMany(list),
    prisma().deliveryRecord.findUnique({ where: { orderId } }),
  ]);
  return { attempts, payments, delivery };
}
