import { sql, type RawBuilder } from "kysely";
import type { Context } from "../core/context.ts";
import { Handle, type Commit, type Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";
import type { Held, LotState } from "./rules.ts";
import { spendingOrder } from "./spending-order.ts";
import type { Spending } from "./spending-parts.ts";

/** Ends a held reservation. Touches no row when it was ended meanwhile. */
export function finishReservation(
  commit: Commit,
  id: bigint,
  to: "COMMITTED" | "RELEASED" | "EXPIRED",
  now: Date,
): void {
  commit.add(
    "finishedReservation",
    db
      .updateTable("umsCreditReservation")
      .set({ status: to, finishTime: now })
      .where("id", "=", id)
      .where("status", "=", "HELD"),
  );
}

/** The consumption of a committed reservation. */
export function recordConsumption(
  commit: Commit,
  { memberId, amount, bizId, reason }: Spending,
  { now, actor }: Context,
): Handle<{ id: bigint }> {
  return commit.add(
    "consumption",
    db
      .insertInto("umsCreditConsumption")
      .values({ memberId, bizId, amount, reason, actor, createTime: now })
      .returning("id"),
  );
}

export interface Reversal {
  readonly memberId: bigint;
  readonly consumptionId: bigint;
  readonly amount: number;
  /** What had been given back when this was decided. */
  readonly reversedBefore: number;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

/** Gives back a part of a consumption. Conflicts when another part was given back meanwhile. */
export function recordReversal(commit: Commit, reversal: Reversal, { now, actor }: Context): Returning<{ id: bigint }> {
  const { reversedBefore, ...row } = reversal;
  commit.add(
    "reversedConsumption",
    db
      .updateTable("umsCreditConsumption")
      .set((eb) => ({ reversed: eb("reversed", "+", row.amount) }))
      .where("id", "=", row.consumptionId)
      .where("reversed", "=", reversedBefore),
  );
  return commit.addReturning(
    "reversal",
    db
      .insertInto("umsCreditReversal")
      .values({ ...row, actor, createTime: now })
      .returning("id"),
  );
}

/** Changes to a lot. `was`: the state it was decided on, if it must be unchanged. */
export interface LotChange {
  readonly lotId: bigint;
  readonly remaining?: number;
  readonly frozen?: number;
  readonly reserved?: number;
  readonly was?: LotState;
}

/** Which kinds of lots are over at an instant, unless they are over before: what is given back to them later expires. */
export interface Ending {
  readonly kinds: readonly ("PAID" | "BONUS")[];
  readonly at: Date | null;
}

const NOTHING_ENDS: Ending = { kinds: [], at: null };
const endedAt = (at: Date | null) => sql<Date | null>`least(lot.expire_time, ${at}::timestamptz)`;

/**
 * Changes every one of these lots, or conflicts. Locked in the order of spending, so that writers do not deadlock, and
 * written from the locked rows, as in `shares`; the table's checks keep the ranges. `ending`: those of the lots that are over.
 */
export function changeLots(commit: Commit, changes: readonly LotChange[], ending: Ending = NOTHING_ENDS): void {
  const ids = changes.map(({ lotId }) => lotId);
  const locked = db
    .selectFrom("umsCreditLot as lot")
    .select(["lot.id", "lot.remaining", "lot.frozen", "lot.reserved"])
    .where(sql<boolean>`lot.id = any(${ids}::bigint[])`)
    .orderBy(spendingOrder("lot"))
    .forNoKeyUpdate();
  const numbers = (pick: (change: LotChange) => number | undefined) => ({
    int: changes.map((change) => pick(change) ?? 0),
  });
  const change = unnest("change", {
    id: { bigint: ids },
    remaining: numbers(({ remaining }) => remaining),
    frozen: numbers(({ frozen }) => frozen),
    reserved: numbers(({ reserved }) => reserved),
    wasRemaining: numbers(({ was }) => was?.remaining),
    wasFrozen: numbers(({ was }) => was?.frozen),
    wasReserved: numbers(({ was }) => was?.reserved),
  });
  const update = db
    .updateTable("umsCreditLot as lot")
    .from([locked.as("locked"), change])
    .set((eb) => ({
      remaining: eb("locked.remaining", "+", eb.ref("change.remaining")),
      frozen: eb("locked.frozen", "+", eb.ref("change.frozen")),
      reserved: eb("locked.reserved", "+", eb.ref("change.reserved")),
      expireTime: sql<Date | null>`case when lot.kind::text = any(${ending.kinds}::text[])
        then ${endedAt(ending.at)} else lot.expire_time end`,
    }))
    .whereRef("locked.id", "=", "change.id")
    .whereRef("lot.id", "=", "locked.id");
  const unchanged = update
    .whereRef("locked.remaining", "=", "change.wasRemaining")
    .whereRef("locked.frozen", "=", "change.wasFrozen")
    .whereRef("locked.reserved", "=", "change.wasReserved");
  commit.add("changedLots", changes.every(({ was }) => was) ? unchanged : update, changes.length);
}

export interface Booking {
  readonly memberId: bigint;
  readonly type: "CONSUME" | "REVERSE" | "TAKE_BACK" | "EXPIRE";
  /** The amount per lot, above 0, in the order of the ledger entries. */
  readonly lots: readonly Held[];
  readonly reason: string;
  /** The cause, unless it is an expiry: the refund, the consumption, or what this commit inserts. */
  readonly refundId?: bigint;
  readonly consumption?: Handle<{ id: bigint }> | bigint;
  readonly reversal?: Handle<{ id: bigint }>;
  readonly adjustment?: Handle<{ id: bigint }> | bigint;
}

/** The id of what caused an entry, as it stands or as this commit inserts it. */
export function causeId(cause: Handle<{ id: bigint }> | bigint | null | undefined): RawBuilder<bigint | null> {
  return cause instanceof Handle ? cause.ref("id") : sql`${cause ?? null}::bigint`;
}

/** Adds the credits of a reversal to the balance, or removes those of any other booking; one ledger entry per lot. */
export function bookLots(commit: Commit, booking: Booking, { now, actor }: Context): void {
  const { memberId, type, lots, reason } = booking;
  const sign = type === "REVERSE" ? 1 : -1;
  const total = sign * lots.reduce((sum, lot) => sum + lot.amount, 0);
  const balance = commit.add(
    "bookedBalance",
    db
      .updateTable("umsCreditBalance")
      .set((eb) => ({ total: eb("total", "+", BigInt(total)), updateTime: now }))
      .where("memberId", "=", memberId)
      .returning("total"),
  );
  const line = unnest("line", {
    lotId: { bigint: lots.map(({ lotId }) => lotId) },
    delta: { int: lots.map(({ amount }) => sign * amount) },
  });
  const balanceAfter = sql<bigint>`balance.total - ${total}::int + (sum(line.delta) over (order by line.place))::int`;
  commit.add(
    "bookedEntries",
    db
      .insertInto("umsCreditLedger")
      .columns([
        "lotId",
        "orderId",
        "delta",
        "consumptionId",
        "refundId",
        "reversalId",
        "adjustmentId",
        "memberId",
        "entryType",
        "balanceAfter",
        "reason",
        "actor",
        "createTime",
      ])
      .expression((eb) =>
        eb
          .selectFrom([balance.as("balance"), line])
          .innerJoin("umsCreditLot as lot", "lot.id", "line.lotId")
          .select(["lot.id", "lot.orderId"])
          .select((entry) => [
            "line.delta",
            causeId(booking.consumption).as("consumptionId"),
            causeId(booking.refundId).as("refundId"),
            causeId(booking.reversal).as("reversalId"),
            causeId(booking.adjustment).as("adjustmentId"),
            entry.val(memberId).as("memberId"),
            sql.lit<Booking["type"]>(type).as("entryType"),
            balanceAfter.as("balanceAfter"),
            entry.val(reason).as("reason"),
            entry.val(actor).as("actor"),
            entry.val(now).as("createTime"),
          ])
          .orderBy("line.place"),
      ),
    lots.length,
  );
}

/** Freezes credits for a refund. Conflicts when a lot changed since it was read. */
export function freezeLots(commit: Commit, lots: readonly (Held & { readonly was: LotState })[]): void {
  changeLots(
    commit,
    lots.map(({ lotId, amount, was }) => ({ lotId, frozen: amount, was })),
  );
}

/** Releases what was frozen for a refund. */
export function releaseLots(commit: Commit, lots: readonly Held[]): void {
  changeLots(
    commit,
    lots.map(({ lotId, amount }) => ({ lotId, frozen: -amount })),
  );
}

/**
 * Takes back what was frozen for a refund of this order: from lots and balance, with ledger entries. The order's bonus is
 * over with it (docs/rules.md R85), also where nothing of it was left to freeze.
 */
export function takeLots(commit: Commit, orderId: bigint, booking: Booking, context: Context): void {
  const { lots } = booking;
  changeLots(
    commit,
    lots.map(({ lotId, amount }) => ({ lotId, remaining: -amount, frozen: -amount })),
    { kinds: ["BONUS"], at: context.now },
  );
  const ids = lots.map(({ lotId }) => lotId);
  commit.add(
    "endedBonus",
    db
      .updateTable("umsCreditLot as lot")
      .set({ expireTime: endedAt(context.now) })
      .where("orderId", "=", orderId)
      .where("kind", "=", "BONUS")
      .where(sql<boolean>`lot.id <> all(${ids}::bigint[])`),
    "any",
  );
  bookLots(commit, booking, context);
}
