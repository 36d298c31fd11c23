import { sql, type Expression } from "kysely";
import type { Context } from "../core/context.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { spendingOrder } from "./spending-order.ts";

export interface Spending {
  readonly memberId: bigint;
  readonly amount: number;
  readonly bizId: string;
  readonly reason: string;
}

/** What one lot pays, with the lot as it is locked. `before`: what the lots before it pay. */
interface Share {
  id: bigint;
  orderId: bigint;
  orderSn: string;
  kind: "PAID" | "BONUS";
  remaining: number;
  frozen: number;
  reserved: number;
  before: bigint;
  taken: number;
}

/**
 * Which lots pay how much. The member's live lots are locked first, in the order in which they pay, so concurrent spenders
 * queue and each counts what the one before it left. No lot pays while a lease that has run out may lie on one: it holds
 * nothing, so the verb lets it go and comes again. A lot is then written from its locked row, all three numbers, never from
 * what they were: PostgreSQL holds a first version of the new row against the table's checks, made from the row as it stood
 * when the statement began, and a release that committed meanwhile would look like too much taken (decision 11).
 */
function chooseLots(commit: Commit, { memberId, amount }: Spending, now: Date) {
  const open = commit.add(
    "openLots",
    db
      .selectFrom("umsCreditLot as lot")
      .select(["lot.id", "lot.orderId", "lot.kind", "lot.expireTime", "lot.remaining", "lot.frozen", "lot.reserved"])
      .select(sql<number>`lot.remaining - lot.frozen - lot.reserved`.as("free"))
      .where("lot.memberId", "=", memberId)
      .where("lot.remaining", ">", 0)
      .where((eb) => eb.or([eb("lot.expireTime", "is", null), eb("lot.expireTime", ">", now)]))
      .orderBy(spendingOrder("lot"))
      .forNoKeyUpdate(),
    "any",
  );
  const before = sql<bigint>`(sum(lot.free) over (order by ${spendingOrder("lot")}) - lot.free)::bigint`;
  const overdueLease = sql<Date | null>`case when (select max(reserved) from ${sql.table(open.name)}) > 0 then
    (select min(lease_until) from ums_credit_reservation where member_id = ${memberId} and status = 'HELD') end`;
  const inOrder = db.selectFrom(open.as("lot")).selectAll("lot").select(before.as("before")).as("lot");
  return commit.addReturning(
    "shares",
    db
      .selectFrom(inOrder)
      .innerJoin("omsOrder as o", "o.id", "lot.orderId")
      .select(["lot.id", "lot.orderId", "o.orderSn", "lot.remaining", "lot.frozen", "lot.reserved", "lot.before"])
      .select(sql<"PAID" | "BONUS">`lot.kind::text`.as("kind"))
      .select(sql<number>`least(lot.free, ${amount}::int - lot.before)::int`.as("taken"))
      .where("lot.free", ">", 0)
      .where("lot.before", "<", BigInt(amount))
      .where(sql<boolean>`coalesce(${overdueLease} > ${now}, true)`)
      .orderBy("lot.before"),
    "any",
  );
}

/** The shares add up to the whole amount. */
function isWhole(shares: Handle<Share>, amount: number): Expression<boolean> {
  return sql<boolean>`(select sum(taken) from ${sql.table(shares.name)}) = ${amount}::int`;
}

/**
 * Spends exactly `amount`, or nothing: the consumption makes its row only when the shares add up and the member's `bizId`
 * is new, and everything else hangs on that row. Never touches what is frozen or reserved.
 */
export function consume(commit: Commit, spending: Spending, { now, actor }: Context) {
  const { memberId, amount, bizId, reason } = spending;
  const shares = chooseLots(commit, spending, now);
  const consumption = commit.add(
    "consumption",
    db
      .insertInto("umsCreditConsumption")
      .columns(["memberId", "bizId", "amount", "reason", "actor", "createTime"])
      .expression(
        newSpending(spending, { now, actor })
          .where(isWhole(shares, amount))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("umsCreditReservation")
                  .select("id")
                  .where("memberId", "=", memberId)
                  .where("bizId", "=", bizId),
              ),
            ),
          ),
      )
      .returning("id"),
  );
  commit.add(
    "spentLots",
    db
      .updateTable("umsCreditLot as lot")
      .from([shares.as("share"), consumption.as("consumption")])
      .set((eb) => ({
        remaining: eb("share.remaining", "-", eb.ref("share.taken")),
        frozen: eb.ref("share.frozen"),
        reserved: eb.ref("share.reserved"),
      }))
      .whereRef("lot.id", "=", "share.id"),
    "any",
  );
  const balance = commit.addReturning(
    "spentBalance",
    db
      .updateTable("umsCreditBalance")
      .from(consumption.as("consumption"))
      .set((eb) => ({ total: eb("total", "-", BigInt(amount)), updateTime: now }))
      .where("memberId", "=", memberId)
      .returning("total"),
  );
  const balanceAfter = sql<bigint>`balance.total + ${amount}::int - share.before - share.taken`;
  commit.add(
    "spentEntries",
    db
      .insertInto("umsCreditLedger")
      .columns([
        "lotId",
        "orderId",
        "consumptionId",
        "memberId",
        "entryType",
        "delta",
        "balanceAfter",
        "reason",
        "actor",
        "createTime",
      ])
      .expression((eb) =>
        eb
          .selectFrom([shares.as("share"), consumption.as("consumption"), balance.as("balance")])
          .select(["share.id", "share.orderId", "consumption.id as consumptionId"])
          .select((line) => [
            line.val(memberId).as("memberId"),
            sql.lit("CONSUME").as("entryType"),
            line.neg("share.taken").as("delta"),
            balanceAfter.as("balanceAfter"),
            line.val(reason).as("reason"),
            line.val(actor).as("actor"),
            line.val(now).as("createTime"),
          ])
          .orderBy("share.before"),
      ),
    "any",
  );
  return { shares, balance };
}

/** The row of a spending, to be inserted under a condition. */
function newSpending({ memberId, bizId, amount, reason }: Spending, { now, actor }: Context) {
  return db.selectNoFrom((eb) => [
    eb.val(memberId).as("memberId"),
    eb.val(bizId).as("bizId"),
    eb.val(amount).as("amount"),
    eb.val(reason).as("reason"),
    eb.val(actor).as("actor"),
    eb.val(now).as("createTime"),
  ]);
}

/** Holds exactly `amount` for a job until `leaseUntil`, or nothing; the lots are chosen as for spending. */
export function reserve(commit: Commit, spending: Spending, leaseUntil: Date, context: Context): void {
  const { memberId, amount, bizId } = spending;
  const shares = chooseLots(commit, spending, context.now);
  const reservation = commit.add(
    "reservation",
    db
      .insertInto("umsCreditReservation")
      .columns(["memberId", "bizId", "amount", "reason", "actor", "createTime", "leaseUntil"])
      .expression(
        newSpending(spending, context)
          .select((eb) => eb.val(leaseUntil).as("leaseUntil"))
          .where(isWhole(shares, amount))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("umsCreditConsumption")
                  .select("id")
                  .where("memberId", "=", memberId)
                  .where("bizId", "=", bizId),
              ),
            ),
          ),
      )
      .returning("id"),
  );
  commit.add(
    "reservedLots",
    db
      .updateTable("umsCreditLot as lot")
      .from([shares.as("share"), reservation.as("reservation")])
      .set((eb) => ({
        remaining: eb.ref("share.remaining"),
        frozen: eb.ref("share.frozen"),
        reserved: eb("share.reserved", "+", eb.ref("share.taken")),
      }))
      .whereRef("lot.id", "=", "share.id"),
    "any",
  );
  commit.add(
    "reservationLots",
    db
      .insertInto("umsCreditReservationLot")
      .columns(["reservationId", "lotId", "amount"])
      .expression((eb) =>
        eb
          .selectFrom([shares.as("share"), reservation.as("reservation")])
          .select(["reservation.id", "share.id as lotId", "share.taken"]),
      ),
    "any",
  );
}
