import { countDue } from "../db/due.ts";
import { db } from "../db/database.ts";
import { claimDueMessages, dueMessages, oldMessages, placesWithoutSummary } from "./parts.ts";

/** Upper bound of the list: more than there may be, because two who add one at once are not told apart. */
const TARGETS_SHOWN = 50;

export type StoredTarget = Awaited<ReturnType<typeof findTargets>>[number];

/** The places, in the order in which they were added, with the newest message of each. */
export function findTargets() {
  return db
    .selectFrom("sysOperatorTarget as t")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("sysOperatorMessage as m")
          .select(["m.status", "m.createTime"])
          .whereRef("m.targetId", "=", "t.id")
          .orderBy("m.id", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .select(["t.id", "t.kind", "t.address", "t.secret", "t.createTime"])
    .select(["last.status as lastStatus", "last.createTime as lastTime"])
    .orderBy("t.id")
    .limit(TARGETS_SHOWN)
    .execute();
}

export async function findTarget(id: bigint) {
  const found = await db
    .selectFrom("sysOperatorTarget")
    .select(["id", "kind", "address", "secret"])
    .where("id", "=", id)
    .executeTakeFirst();
  return found ?? null;
}

/** Whether a place is still to be told of the day. */
export async function isSummaryDue(day: string, addedBefore: Date): Promise<boolean> {
  return (await placesWithoutSummary(day, addedBefore).limit(1).executeTakeFirst()) !== undefined;
}

export type DueMessage = Awaited<ReturnType<typeof claimMessages>>[number];

export function claimMessages(now: Date, leaseUntil: Date, limit: number) {
  return claimDueMessages(now, leaseUntil, limit).execute();
}

export function countOldMessages(madeBefore: Date): Promise<number> {
  return countDue(oldMessages(madeBefore));
}

export function countDueMessages(now: Date): Promise<number> {
  return countDue(dueMessages(now));
}
