import { sql, type RawBuilder } from "kysely";
import type { Context } from "../core/context.ts";
import { Handle, type Commit } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { prepared, type Given } from "../db/prepared.ts";
import { unnest } from "../db/unnest.ts";
import type { Held, LotState } from "./rules.ts";
import { spendingOrder } from "./spending-order.ts";
import type { Spending } from "./spending-parts.ts";

export interface Grant {
  readonly memberId: bigint;
  readonly orderId: bigint;
  readonly creditAmount: number;
  readonly bonusCredits: number;
  readonly expireTime: Date | null;
  readonly reason: string;
}

type GrantValues = Given<Grant & { total: bigint; actor: string; now: Date }>;

const GRANTED_LOTS = new Handle<{ id: bigint; kind: "PAID" | "BONUS"; granted: number }>("grantedLots");
const GRANTED_BALANCE = new Handle<{ total: bigint }>("grantedBalance");

const grantedLots = prepared((given: GrantValues) => {
  const amounts = sql<{ kind: "PAID" | "BONUS"; amount: number }>`(values
    ('BONUS'::lot_kind, ${given.bonusCredits}::int), ('PAID'::lot_kind, ${given.creditAmount}::int))`;
  return db
    .insertInto("umsCreditLot")
    .columns(["kind", "granted", "remaining", "memberId", "orderId", "expireTime", "createTime"])
    .expression((eb) =>
      eb
        .selectFrom(amounts.as<"lot">(sql`lot (kind, amount)`))
        .select(["lot.kind", "lot.amount as granted", "lot.amount as remaining"])
        .select([given.memberId.as("memberId"), given.orderId.as("orderId")])
        .select([given.expireTime.as("expireTime"), given.now.as("createTime")])
        .where("lot.amount", ">", 0),
    )
    .returning(["id", "kind", "granted"]);
});

const grantedBalance = prepared((given: GrantValues) =>
  db
    .insertInto("umsCreditBalance")
    .values({ memberId: given.memberId, total: given.total, updateTime: given.now })
    .onConflict((conflict) =>
      conflict.column("memberId").doUpdateSet((eb) => ({
        total: eb("umsCreditBalance.total", "+", eb.ref("excluded.total")),
        updateTime: eb.ref("excluded.updateTime"),
      })),
    )
    .returning("total"),
);

const grantedEntries = prepared((given: GrantValues) => {
  // The bonus entry comes first; the balance of an entry is the new total minus what later entries add.
  const after = sql<number>`case when lot.kind = 'BONUS' then ${given.creditAmount}::int else 0 end`;
  return db
    .insertInto("umsCreditLedger")
    .columns(["lotId", "delta", "memberId", "orderId", "entryType", "balanceAfter", "reason", "actor", "createTime"])
    .expression((eb) =>
      eb
        .selectFrom([GRANTED_LOTS.as("lot"), GRANTED_BALANCE.as("balance")])
        .select(["lot.id", "lot.granted"])
        .select([given.memberId.as("memberId"), given.orderId.as("orderId"), literal("GRANT").as("entryType")])
        .select(sql<bigint>`balance.total - ${after}`.as("balanceAfter"))
        .select([given.reason.as("reason"), given.actor.as("actor"), given.now.as("createTime")])
        .orderBy("lot.kind", "desc"),
    );
});

/**
 * Grants the credits of an order: a paid lot, a bonus lot if any, the balance, one ledger entry per lot. One grant per
 * order and kind, by uniqueness.
 */
export function grantLots(commit: Commit, grant: Grant, { now, actor }: Context): void {
  const { creditAmount, bonusCredits } = grant;
  const values = { ...grant, total: BigInt(creditAmount + bonusCredits), actor, now };
  const kinds = bonusCredits > 0 ? 2 : 1;
  commit.add(GRANTED_LOTS.name, grantedLots(values), kinds);
  commit.add(GRANTED_BALANCE.name, grantedBalance(values));
  commit.add("grantedEntries", grantedEntries(values), kinds);
}

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

/** Changes to a lot. `was`: the state it was decided on, if it must be unchanged. */
export interface LotChange {
  readonly lotId: bigint;
  readonly remaining?: number;
  readonly frozen?: number;
  readonly reserved?: number;
  readonly was?: LotState;
}

/**
 * Changes every one of these lots, or conflicts. Locked in the order of spending, so that writers do not deadlock, and
 * written from the locked rows, as in `chooseLots`; the table's checks keep the ranges.
 */
export function changeLots(commit: Commit, changes: readonly LotChange[]): void {
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
  readonly type: "CONSUME" | "TAKE_BACK" | "EXPIRE";
  /** The amount per lot, above 0, in the order of the ledger entries. */
  readonly lots: readonly Held[];
  readonly reason: string;
  /** The cause, unless it is an expiry: the refund, or the consumption inserted by this commit. */
  readonly refundId?: bigint;
  readonly consumption?: Handle<{ id: bigint }>;
}

/** Removes credits from the balance, with one ledger entry per lot. */
export function bookOut(commit: Commit, booking: Booking, { now, actor }: Context): void {
  const { memberId, type, lots, reason, refundId = null, consumption } = booking;
  const total = lots.reduce((sum, lot) => sum + lot.amount, 0);
  const balance = commit.add(
    "bookedBalance",
    db
      .updateTable("umsCreditBalance")
      .set((eb) => ({ total: eb("total", "-", BigInt(total)), updateTime: now }))
      .where("memberId", "=", memberId)
      .returning("total"),
  );
  const consumptionId: RawBuilder<bigint | null> = consumption ? consumption.ref("id") : sql`null::bigint`;
  const line = unnest("line", {
    lotId: { bigint: lots.map(({ lotId }) => lotId) },
    amount: { int: lots.map(({ amount }) => amount) },
  });
  const balanceAfter = sql<bigint>`balance.total + ${total}::int - (sum(line.amount) over (order by line.place))::int`;
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
            entry.neg("line.amount").as("delta"),
            consumptionId.as("consumptionId"),
            entry.val(refundId).as("refundId"),
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

/** Takes back what was frozen for a refund: from lots and balance, with ledger entries. */
export function takeLots(commit: Commit, booking: Booking, context: Context): void {
  changeLots(
    commit,
    booking.lots.map(({ lotId, amount }) => ({ lotId, remaining: -amount, frozen: -amount })),
  );
  bookOut(commit, booking, context);
}
