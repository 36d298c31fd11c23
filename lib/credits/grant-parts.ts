import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import { Handle, type Commit } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { prepared, type Given } from "../db/prepared.ts";

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

export interface ServiceGrant {
  readonly memberId: bigint;
  readonly bizId: string;
  readonly amount: number;
  readonly reason: string;
  readonly expireTime: Date | null;
}

/** Credits that the product's back end gives: the row of the grant, its lot, the balance, one ledger entry. Once per `bizId`. */
export function grantByService(commit: Commit, grant: ServiceGrant, { now, actor }: Context) {
  const { memberId, amount, reason, expireTime } = grant;
  const row = commit.add(
    "grant",
    db
      .insertInto("umsCreditGrant")
      .values({ ...grant, actor, createTime: now })
      .returning("id"),
  );
  const content = { granted: amount, remaining: amount, expireTime, createTime: now };
  const lot = commit.addReturning(
    "grantLot",
    db
      .insertInto("umsCreditLot")
      .values({ memberId, origin: "SERVICE", grantId: row.ref("id"), kind: "BONUS", ...content })
      .returning("id"),
  );
  const balance = commit.addReturning(
    "grantBalance",
    db
      .insertInto("umsCreditBalance")
      .values({ memberId, total: BigInt(amount), updateTime: now })
      .onConflict((conflict) =>
        conflict.column("memberId").doUpdateSet((eb) => ({
          total: eb("umsCreditBalance.total", "+", eb.ref("excluded.total")),
          updateTime: now,
        })),
      )
      .returning("total"),
  );
  const entry = { entryType: "GRANT", delta: amount, balanceAfter: balance.ref("total"), reason } as const;
  commit.add(
    "grantEntry",
    db.insertInto("umsCreditLedger").values({ memberId, lotId: lot.ref("id"), ...entry, actor, createTime: now }),
  );
  return { lot, balance };
}
