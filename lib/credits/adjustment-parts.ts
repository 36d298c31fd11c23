import type { AdjustmentOrigin } from "../contracts/members.ts";
import type { Context } from "../core/context.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import type { AdjustmentStatus } from "../db/generated/enums.ts";
import { bookLots, causeId, changeLots } from "./parts.ts";
import type { FreeLot } from "./rules.ts";

export interface NewAdjustment {
  readonly memberId: bigint;
  readonly origin: AdjustmentOrigin;
  readonly amount: number;
  readonly validDays: number | null;
  readonly reason: string;
  readonly status: AdjustmentStatus;
  readonly requestedBy: bigint;
  readonly requestSeq: number;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

/** A person gives or takes credits. Conflicts when the same person did so meanwhile, or has used the key. */
export function insertAdjustment(commit: Commit, adjustment: NewAdjustment, now: Date): Returning<{ id: bigint }> {
  const finishTime = adjustment.status === "PENDING" ? null : now;
  return commit.addReturning(
    "adjustment",
    db
      .insertInto("umsCreditAdjustment")
      .values({ ...adjustment, createTime: now, finishTime })
      .returning("id"),
  );
}

export interface Decision {
  readonly status: "DONE" | "REJECTED";
  readonly decidedBy: bigint;
  readonly decisionReason: string;
}

/** A second person decides. Touches no row when somebody has decided meanwhile. */
export function finishAdjustment(commit: Commit, id: bigint, decision: Decision, now: Date): void {
  commit.add(
    "finishedAdjustment",
    db
      .updateTable("umsCreditAdjustment")
      .set({ ...decision, finishTime: now })
      .where("id", "=", id)
      .where("status", "=", literal("PENDING")),
  );
}

/** What moves: of whom, by which adjustment, and the words that the member reads of it. */
export interface Movement {
  readonly memberId: bigint;
  readonly adjustment: Handle<{ id: bigint }> | bigint;
  readonly words: string;
}

export interface Gift {
  readonly origin: AdjustmentOrigin;
  readonly amount: number;
  readonly expireTime: Date | null;
  /** What the member had when it was decided on. */
  readonly totalBefore: bigint;
}

/** Gives credits as a lot of their own. Conflicts when the balance moved since it was read. */
export function giveLot(commit: Commit, { memberId, adjustment, words }: Movement, gift: Gift, context: Context): void {
  const { origin, amount, expireTime, totalBefore } = gift;
  const { now, actor } = context;
  const adjustmentId = causeId(adjustment);
  const total = totalBefore + BigInt(amount);
  const content = { granted: amount, remaining: amount, expireTime, createTime: now };
  const lot = commit.add(
    "givenLot",
    db
      .insertInto("umsCreditLot")
      .values({ memberId, origin, adjustmentId, kind: "BONUS", ...content })
      .returning("id"),
  );
  commit.add(
    "givenBalance",
    db
      .insertInto("umsCreditBalance")
      .values({ memberId, total, updateTime: now })
      .onConflict((conflict) =>
        conflict
          .column("memberId")
          .doUpdateSet({ total, updateTime: now })
          .where("umsCreditBalance.total", "=", totalBefore),
      ),
  );
  const entry = {
    entryType: "GRANT",
    delta: amount,
    balanceAfter: total,
    reason: words,
    actor,
    createTime: now,
  } as const;
  commit.add(
    "givenEntry",
    db.insertInto("umsCreditLedger").values({ memberId, lotId: lot.ref("id"), adjustmentId, ...entry }),
  );
}

export interface Taken {
  readonly lot: FreeLot;
  readonly amount: number;
}

/** Takes credits from lots. Conflicts when one of them moved since it was read. */
export function takeFromLots(
  commit: Commit,
  { memberId, adjustment, words }: Movement,
  taken: readonly Taken[],
  context: Context,
): void {
  changeLots(
    commit,
    taken.map(({ lot, amount }) => ({ lotId: lot.id, remaining: -amount, was: lot })),
  );
  const lots = taken.map(({ lot, amount }) => ({ lotId: lot.id, amount }));
  bookLots(commit, { memberId, type: "TAKE_BACK", lots, reason: words, adjustment }, context);
}
