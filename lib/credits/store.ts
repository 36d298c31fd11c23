import { sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import { prisma } from "../db/client.ts";
import { db, literal } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";
import { lotsAt } from "./lots-at.ts";
import { spendingOrder } from "./spending-order.ts";

/** Lots shown on a page; the sums include all lots. */
const LOTS_SHOWN = 200;

export type Lot = Awaited<ReturnType<typeof findLiveLots>>[number];

/** The lots that still hold something, in the order in which they are spent. */
export function findLiveLots(memberId: bigint, now: Date) {
  return db
    .selectFrom(lotsAt(now))
    .leftJoin("omsOrder as o", "o.id", "lot.orderId")
    .leftJoin("omsOrderItem as item", "item.orderId", "o.id")
    .select([
      "lot.id",
      "lot.origin",
      "o.orderSn",
      "item.productName",
      "lot.kind",
      "lot.granted",
      "lot.remaining",
      "lot.frozen",
    ])
    .select(["lot.reserved", "lot.expireTime", "lot.createTime"])
    .where("lot.memberId", "=", memberId)
    .where("lot.remaining", ">", sql.lit(0))
    .orderBy(spendingOrder("lot"))
    .limit(LOTS_SHOWN)
    .execute();
}

export interface LotSums {
  total: number;
  frozen: number;
  reserved: number;
  available: number;
}

export async function sumLots(memberId: bigint, now: Date): Promise<LotSums> {
  const sums = await db
    .selectFrom(lotsAt(now))
    .select(({ eb, fn, or, ref }) => [
      fn.sum<bigint | null>("remaining").as("total"),
      fn.sum<bigint | null>("frozen").as("frozen"),
      fn.sum<bigint | null>("reserved").as("reserved"),
      fn
        .sum<bigint | null>(eb(eb("remaining", "-", ref("frozen")), "-", ref("reserved")))
        .filterWhere(or([eb("expireTime", "is", null), eb("expireTime", ">", now)]))
        .as("available"),
    ])
    .where("memberId", "=", memberId)
    .where("remaining", ">", sql.lit(0))
    .executeTakeFirstOrThrow();
  // The sum of no lots is null, which is 0 as a number.
  const { total, frozen, reserved, available } = sums;
  return { total: Number(total), frozen: Number(frozen), reserved: Number(reserved), available: Number(available) };
}

export type LedgerEntry = Awaited<ReturnType<typeof findLedger>>[number];

/** Newest first, with the numbers of their orders. Two statements. */
export function findLedger(memberId: bigint, limit: number, offset: number) {
  const select = {
    id: true,
    entryType: true,
    delta: true,
    balanceAfter: true,
    reason: true,
    adjustmentId: true,
  } as const;
  return prisma().creditLedgerEntry.findMany({
    select: { ...select, createTime: true, order: { select: { orderSn: true } } },
    where: { memberId },
    orderBy: { id: "desc" },
    take: limit,
    skip: offset,
  });
}

export function countLedger(memberId: bigint): Promise<number> {
  return prisma().creditLedgerEntry.count({ where: { memberId } });
}

/** An empty list. */
const EMPTY = sql<never[]>`'[]'::json`;

/** What a ledger entry says of its lot. */
interface Share {
  readonly lotId: number;
  /** null: it comes from no order. */
  readonly orderSn: string | null;
  readonly kind: "PAID" | "BONUS";
  readonly amount: number;
  readonly balanceAfter: number;
}

/** The shares of the lots in a consumption or a reversal, in the order of their entries. `id`: its column outside. */
function sharesOf(cause: "consumptionId" | "reversalId", id: string, type: "CONSUME" | "REVERSE") {
  const shares = db
    .selectFrom("umsCreditLedger as entry")
    .innerJoin("umsCreditLot as lot", "lot.id", "entry.lotId")
    .leftJoin("omsOrder as o", "o.id", "entry.orderId")
    .select(({ fn, ref }) => {
      const share = jsonBuildObject({
        lotId: ref("lot.id"),
        orderSn: ref("o.orderSn"),
        kind: ref("lot.kind"),
        amount: fn<number>("abs", ["entry.delta"]),
        balanceAfter: ref("entry.balanceAfter"),
      });
      return fn.jsonAgg(share).orderBy("entry.id").as("shares");
    })
    .where(`entry.${cause}`, "=", sql.ref<bigint>(id))
    .where("entry.entryType", "=", type);
  return sql<Share[]>`coalesce(${shares}, ${EMPTY})`;
}

export type StoredConsumption = NonNullable<Awaited<ReturnType<typeof findConsumption>>>;

/** The consumption with this bizId and its shares, in spending order. */
export async function findConsumption(memberId: bigint, bizId: string) {
  const found = await db
    .selectFrom("umsCreditConsumption as c")
    .select(["c.bizId", "c.amount", "c.reason", "c.createTime"])
    .select(sharesOf("consumptionId", "c.id", "CONSUME").as("paidBy"))
    .where("c.memberId", "=", memberId)
    .where("c.bizId", "=", bizId)
    .executeTakeFirst();
  return found ?? null;
}

/** The consumption with this bizId, and what each lot paid of it and got back, in the order in which they paid. */
export async function findReversible(memberId: bigint, bizId: string) {
  const shares = db
    .selectFrom("umsCreditLedger as entry")
    .select("entry.lotId")
    .select(({ eb, fn, lit }) => [
      fn.min("entry.id").as("place"),
      eb.neg(fn.sum<number>("entry.delta").filterWhere("entry.entryType", "=", "CONSUME")).as("paid"),
      fn.coalesce(fn.sum<number>("entry.delta").filterWhere("entry.entryType", "=", "REVERSE"), lit(0)).as("returned"),
    ])
    .where("entry.consumptionId", "=", sql.ref<bigint>("c.id"))
    .groupBy("entry.lotId")
    .as("share");
  const found = await db
    .selectFrom("umsCreditConsumption as c")
    .select(["c.id", "c.amount", "c.reversed", "c.reason"])
    .select(({ selectFrom }) =>
      selectFrom(shares)
        .select(({ fn, ref }) => {
          const { paid, returned } = { paid: ref("share.paid"), returned: ref("share.returned") };
          const share = jsonBuildObject({ lotId: ref("share.lotId"), paid, returned });
          return fn.jsonAgg(share).orderBy("share.place").as("shares");
        })
        .as("shares"),
    )
    .where("c.memberId", "=", memberId)
    .where("c.bizId", "=", bizId)
    .executeTakeFirst();
  return found ?? null;
}

export type StoredReversal = NonNullable<Awaited<ReturnType<typeof findReversal>>>;

const reversals = db
  .selectFrom("umsCreditReversal as r")
  .innerJoin("umsCreditConsumption as c", "c.id", "r.consumptionId")
  .select(["c.bizId", "r.amount", "r.requestHash", "r.createTime"])
  .select(sharesOf("reversalId", "r.id", "REVERSE").as("givenTo"));

export async function findReversal(memberId: bigint, key: string) {
  const found = await reversals.where("r.memberId", "=", memberId).where("r.requestKey", "=", key).executeTakeFirst();
  return found ?? null;
}

export function findReversalById(id: bigint) {
  return reversals.where("r.id", "=", id).executeTakeFirstOrThrow();
}

export function findLastReversal(consumptionId: bigint) {
  return reversals
    .where("r.consumptionId", "=", consumptionId)
    .orderBy("r.id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
}

export type OrderLot = Awaited<ReturnType<typeof findOrderLots>>[number];

/** The lots of an order with what remains of them and what refunds have taken back, bonus first. */
export function findOrderLots(orderId: bigint, now: Date) {
  return db
    .selectFrom(lotsAt(now))
    .select(["id", "kind", "granted", "remaining", "frozen", "reserved", "expireTime"])
    .select((eb) => {
      const ofLot = eb.selectFrom("umsCreditLedger as entry").whereRef("entry.lotId", "=", "lot.id");
      const taken = ofLot.where("entry.entryType", "=", literal("TAKE_BACK"));
      const entries = taken.select(({ fn }) => fn.sum("entry.delta").as("delta"));
      return eb.cast<number>(eb.neg(eb.fn.coalesce(entries, eb.lit(0))), "integer").as("takenBack");
    })
    .where("orderId", "=", orderId)
    .orderBy(spendingOrder("lot"))
    .execute();
}

/** Lots past their day that still hold something free. */
function expiredLots(now: Date) {
  return db
    .selectFrom("umsCreditLot")
    .select(["id", "memberId", "kind", "granted", "remaining", "frozen", "reserved", "expireTime"])
    .where("expireTime", "<=", now)
    .where("remaining", ">", literal(0))
    .where("remaining", ">", ({ eb, ref }) => eb("frozen", "+", ref("reserved")));
}

export type ExpiredLot = Awaited<ReturnType<typeof findExpiredLots>>[number];

/** The oldest of them first, as their rows have them; not those `passed` over. */
export function findExpiredLots(now: Date, passed: readonly bigint[], limit: number) {
  return expiredLots(now).where("id", "<>", each(passed)).orderBy("expireTime").limit(limit).execute();
}

export function countExpiredLots(now: Date): Promise<number> {
  return countDue(expiredLots(now));
}
