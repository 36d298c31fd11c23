import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import type { Commit, Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { ALIPAY_FAILING_MS, type PackColumns, type PlanColumns } from "./rules.ts";

/** Whether sales are open from now on, and why. */
export function setSales(
  commit: Commit,
  { isOpen, reason }: { readonly isOpen: boolean; readonly reason: string },
  { now }: Context,
): void {
  const switched = { isOpen, reason, switchTime: now };
  commit.add(
    "setSales",
    db
      .insertInto("sysSales")
      .values(switched)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(switched)),
  );
}

/** Alipay does not answer now. It has been failing since the first report, unless the last one is too old to count. */
export function markAlipayFailing(commit: Commit, now: Date): void {
  const lastCounts = after(now, -ALIPAY_FAILING_MS);
  commit.add(
    "markAlipayFailing",
    db
      .insertInto("sysSales")
      .values({ alipayFailingSince: now, alipayFailedAt: now })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          alipayFailingSince: sql`case when sys_sales.alipay_failed_at > ${lastCounts} then sys_sales.alipay_failing_since else ${now} end`,
          alipayFailedAt: now,
        }),
      ),
  );
}

/** Alipay answers again. */
export function markAlipayWell(commit: Commit): void {
  commit.add(
    "markAlipayWell",
    db.updateTable("sysSales").set({ alipayFailingSince: null, alipayFailedAt: null }),
    "any",
  );
}

/** Why goods are made or changed, and by whom: the database keeps it with the version (migration 0023). */
export interface GoodsChangeNote {
  readonly reason: string;
  readonly context: Context;
}

function noted({ reason, context: { actor, now } }: GoodsChangeNote) {
  return { changedBy: actor, changeReason: reason, updateTime: now };
}

/** A new pack. The unique index on the name lets one of two succeed. */
export function insertPack(commit: Commit, columns: PackColumns, note: GoodsChangeNote): Returning<{ id: bigint }> {
  const row = { ...columns, ...noted(note), createTime: note.context.now };
  return commit.addReturning("newPack", db.insertInto("pmsCreditProduct").values(row).returning("id"));
}

/** A list would be written as an array of the database, not as JSON. */
function planRow<Columns extends PlanColumns>({ otherTerms, ...columns }: Columns) {
  return { ...columns, otherTerms: JSON.stringify(otherTerms) };
}

/** A new plan. The unique index on the code lets one of two succeed. */
export function insertPlan(
  commit: Commit,
  columns: PlanColumns & { readonly code: string },
  note: GoodsChangeNote,
): Returning<{ id: bigint }> {
  const row = { ...planRow(columns), ...noted(note), createTime: note.context.now };
  return commit.addReturning("newPlan", db.insertInto("umsSubscriptionPlans").values(row).returning("id"));
}

/** The version of a row that a change was decided on. */
export interface GoodsVersion {
  readonly id: bigint;
  readonly version: number;
}

/** Finds no row when somebody else has changed it since. */
export function updatePack(commit: Commit, { id, version }: GoodsVersion, columns: PackColumns, note: GoodsChangeNote) {
  const set = { ...columns, ...noted(note), version: version + 1 };
  const changed = db.updateTable("pmsCreditProduct").set(set).where("id", "=", id).where("version", "=", version);
  commit.add("changedPack", changed);
}

/** Finds no row when somebody else has changed it since. */
export function updatePlan(commit: Commit, { id, version }: GoodsVersion, columns: PlanColumns, note: GoodsChangeNote) {
  const set = { ...planRow(columns), ...noted(note), version: version + 1 };
  const changed = db.updateTable("umsSubscriptionPlans").set(set).where("id", "=", id).where("version", "=", version);
  commit.add("changedPlan", changed);
}
