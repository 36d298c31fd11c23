import { sql, type Expression } from "kysely";
import type { Context } from "../core/context.ts";
import { Handle, type Commit } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { prepared, type Given } from "../db/prepared.ts";
import { spendingOrder } from "./spending-order.ts";

export interface Spending {
  readonly memberId: bigint;
  readonly amount: number;
  readonly bizId: string;
  readonly reason: string;
}

/** What a spending or a reservation writes, beside the time at which a reservation releases itself. */
type Values = Given<Spending & { actor: string; now: Date }>;

interface OpenLot {
  readonly id: bigint;
  readonly orderId: bigint | null;
  readonly kind: "PAID" | "BONUS";
  readonly expireTime: Date | null;
  readonly remaining: number;
  readonly frozen: number;
  readonly reserved: number;
  readonly free: number;
}

/** The share of one lot, with its locked numbers. `before`: the sum of the shares of earlier lots. */
interface Share {
  readonly id: bigint;
  readonly orderId: bigint | null;
  readonly remaining: number;
  readonly frozen: number;
  readonly reserved: number;
  readonly before: bigint;
  readonly taken: number;
}

// The parts by the names under which the later ones read them.
const OPEN_LOTS = new Handle<OpenLot>("openLots");
const SHARES = new Handle<Share>("shares");
const CONSUMPTION = new Handle<{ id: bigint }>("consumption");
const RESERVATION = new Handle<{ id: bigint }>("reservation");
const BALANCE = new Handle<{ total: bigint }>("spentBalance");

/** The member's live lots, locked in the order in which they pay. */
const openLots = prepared((given: Values) =>
  db
    .selectFrom("umsCreditLot as lot")
    .select(["lot.id", "lot.orderId", "lot.kind", "lot.expireTime", "lot.remaining", "lot.frozen", "lot.reserved"])
    .select(sql<number>`lot.remaining - lot.frozen - lot.reserved`.as("free"))
    .where("lot.memberId", "=", given.memberId)
    .where("lot.remaining", ">", literal(0))
    .where((eb) => eb.or([eb("lot.expireTime", "is", null), eb("lot.expireTime", ">", given.now)]))
    .orderBy(spendingOrder("lot"))
    .forNoKeyUpdate(),
);

/** When the first lease of the member's reservations runs out, if something is reserved at all. */
const firstLease = (given: Values): Expression<Date | null> =>
  sql`case when (select max(reserved) from ${sql.table(OPEN_LOTS.name)}) > 0 then
    (select min(lease_until) from ums_credit_reservation where member_id = ${given.memberId} and status = 'HELD') end`;

/**
 * Which lots pay how much. The lots are locked first, so concurrent spenders queue and each counts what the one before it
 * left. No lot pays while a lease that has run out may lie on one: it holds nothing, so the verb lets it go and comes again.
 * A lot is then written from its locked row, all three numbers, never from what they were: PostgreSQL holds a first version
 * of the new row against the table's checks, made from the row as it stood when the statement began, and a release that
 * committed meanwhile would look like too much taken (decision 11).
 */
const shares = prepared((given: Values) => {
  const before = sql<bigint>`(sum(lot.free) over (order by ${spendingOrder("lot")}) - lot.free)::bigint`;
  const inOrder = db.selectFrom(OPEN_LOTS.as("lot")).selectAll("lot").select(before.as("before")).as("lot");
  return db
    .selectFrom(inOrder)
    .leftJoin("omsOrder as o", "o.id", "lot.orderId")
    .select(["lot.id", "lot.orderId", "o.orderSn", "lot.remaining", "lot.frozen", "lot.reserved", "lot.before"])
    .select(sql<OpenLot["kind"]>`lot.kind::text`.as("kind"))
    .select(sql<number>`least(lot.free, ${given.amount}::int - lot.before)::int`.as("taken"))
    .where("lot.free", ">", 0)
    .where(sql<boolean>`lot.before < ${given.amount}::int`)
    .where(sql<boolean>`coalesce(${firstLease(given)} > ${given.now}, true)`)
    .orderBy("lot.before");
});

/** The row of a spending, where the shares add up to the whole amount. */
const newSpending = (given: Values) =>
  db
    .selectNoFrom([given.memberId.as("memberId"), given.bizId.as("bizId"), given.amount.as("amount")])
    .select([given.reason.as("reason"), given.actor.as("actor"), given.now.as("createTime")])
    .where(sql<boolean>`(select sum(taken) from ${sql.table(SHARES.name)}) = ${given.amount}::int`);

/** No other row of this member has the number: what is reserved under it is not also spent. */
const isNew = (table: "umsCreditReservation" | "umsCreditConsumption", given: Values) =>
  sql<boolean>`not exists ${db.selectFrom(table).select("id").where("memberId", "=", given.memberId).where("bizId", "=", given.bizId)}`;

const consumption = prepared((given: Values) =>
  db
    .insertInto("umsCreditConsumption")
    .columns(["memberId", "bizId", "amount", "reason", "actor", "createTime"])
    .expression(newSpending(given).where(isNew("umsCreditReservation", given)))
    .returning("id"),
);

const spentLots = prepared(() =>
  db
    .updateTable("umsCreditLot as lot")
    .from([SHARES.as("share"), CONSUMPTION.as("consumption")])
    .set((eb) => ({
      remaining: eb("share.remaining", "-", eb.ref("share.taken")),
      frozen: eb.ref("share.frozen"),
      reserved: eb.ref("share.reserved"),
    }))
    .whereRef("lot.id", "=", "share.id"),
);

const spentBalance = prepared((given: Values) =>
  db
    .updateTable("umsCreditBalance")
    .from(CONSUMPTION.as("consumption"))
    .set({ total: sql<bigint>`total - ${given.amount}::int`, updateTime: given.now })
    .where("memberId", "=", given.memberId)
    .returning("total"),
);

/** One ledger entry per charged lot; its balance is the running balance. */
const spentEntries = prepared((given: Values) =>
  db
    .insertInto("umsCreditLedger")
    .columns([
      ...(["lotId", "orderId", "consumptionId", "delta", "balanceAfter", "memberId", "entryType"] as const),
      ...(["reason", "actor", "createTime"] as const),
    ])
    .expression((eb) =>
      eb
        .selectFrom([SHARES.as("share"), CONSUMPTION.as("consumption"), BALANCE.as("balance")])
        .select(["share.id", "share.orderId", "consumption.id as consumptionId"])
        .select((share) => share.neg("share.taken").as("delta"))
        .select(sql<bigint>`balance.total + ${given.amount}::int - share.before - share.taken`.as("balanceAfter"))
        .select([given.memberId.as("memberId"), literal("CONSUME").as("entryType")])
        .select([given.reason.as("reason"), given.actor.as("actor"), given.now.as("createTime")])
        .orderBy("share.before"),
    ),
);

/**
 * Consumes exactly `amount` or nothing: the consumption row is inserted only if the shares add up and the `bizId` is
 * new; all other parts depend on that row. Never touches what is frozen or reserved.
 */
export function consume(commit: Commit, spending: Spending, { now, actor }: Context) {
  const values = { ...spending, actor, now };
  commit.add(OPEN_LOTS.name, openLots(values), "any");
  const chosen = commit.addReturning(SHARES.name, shares(values), "any", ["id", "orderSn", "kind", "taken"]);
  commit.add(CONSUMPTION.name, consumption(values));
  commit.add("spentLots", spentLots({}), "any");
  const balance = commit.addReturning(BALANCE.name, spentBalance(values));
  commit.add("spentEntries", spentEntries(values), "any");
  return { shares: chosen, balance };
}

const reservation = prepared((given: Values & Given<{ leaseUntil: Date }>) =>
  db
    .insertInto("umsCreditReservation")
    .columns(["memberId", "bizId", "amount", "reason", "actor", "createTime", "leaseUntil"])
    .expression(
      newSpending(given).select(given.leaseUntil.as("leaseUntil")).where(isNew("umsCreditConsumption", given)),
    )
    .returning("id"),
);

const reservedLots = prepared(() =>
  db
    .updateTable("umsCreditLot as lot")
    .from([SHARES.as("share"), RESERVATION.as("reservation")])
    .set((eb) => ({
      remaining: eb.ref("share.remaining"),
      frozen: eb.ref("share.frozen"),
      reserved: eb("share.reserved", "+", eb.ref("share.taken")),
    }))
    .whereRef("lot.id", "=", "share.id"),
);

const reservationLots = prepared(() =>
  db
    .insertInto("umsCreditReservationLot")
    .columns(["reservationId", "lotId", "amount"])
    .expression((eb) =>
      eb
        .selectFrom([SHARES.as("share"), RESERVATION.as("reservation")])
        .select(["reservation.id", "share.id as lotId", "share.taken"]),
    ),
);

/** Holds exactly `amount` for a job until `leaseUntil`, or nothing; the lots are chosen as for spending. */
export function reserve(commit: Commit, spending: Spending, leaseUntil: Date, { now, actor }: Context): void {
  const values = { ...spending, actor, now };
  commit.add(OPEN_LOTS.name, openLots(values), "any");
  commit.add(SHARES.name, shares(values), "any");
  commit.add(RESERVATION.name, reservation({ ...values, leaseUntil }));
  commit.add("reservedLots", reservedLots({}), "any");
  commit.add("reservationLots", reservationLots({}), "any");
}
