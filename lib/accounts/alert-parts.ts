import { sql } from "kysely";
import type { AlertDetail, AlertKind } from "../contracts/alerts.ts";
import { after } from "../core/time.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { TOLD_AGAIN_AFTER_MS } from "./rules.ts";

/** A condition that holds now. */
export interface Condition<Kind extends AlertKind> {
  readonly cause: string;
  readonly detail: AlertDetail<Kind>;
}

/**
 * Opens the alert about a condition that holds. One that closed because its condition was over opens again at once; one that a
 * person closed, TOLD_AGAIN_AFTER_MS after that.
 */
export function openAlert<Kind extends AlertKind>(
  commit: Commit,
  kind: Kind,
  { cause, detail }: Condition<Kind>,
  now: Date,
): void {
  const told = after(now, -(TOLD_AGAIN_AFTER_MS[kind] ?? 0));
  const insert = db.insertInto("sysAlert").values({ kind, cause, orderSn: null, detail, createTime: now });
  commit.add(
    "openedAlert",
    insert.onConflict((conflict) =>
      conflict
        .columns(["kind", "cause"])
        .doUpdateSet({
          resolvedTime: null,
          resolvedBy: null,
          detail: sql`excluded.detail || jsonb_build_object('closedTime', sys_alert.resolved_time)`,
        })
        .where("sysAlert.resolvedTime", "is not", null)
        .where((eb) => eb.or([eb("sysAlert.resolvedBy", "is", null), eb("sysAlert.resolvedTime", "<=", told)])),
    ),
    "any",
  );
}

/** Closes the open alerts of a kind whose condition no longer holds. Nobody has closed them: `resolved_by` stays null. */
export function closeOver(commit: Commit, kind: AlertKind, lasting: readonly string[], now: Date): void {
  commit.add(
    "closedAlerts",
    db
      .updateTable("sysAlert")
      .set({ resolvedTime: now })
      .where("kind", "=", kind)
      .where("resolvedTime", "is", null)
      .where("cause", "<>", sql<string>`all(${lasting}::text[])`),
    "any",
  );
}

/** Closes the open alerts of these causes. `causes`: a list, or a part of the same commit. `memberId` null: nobody had to. */
export function resolveAlertsAbout(
  commit: Commit,
  kind: AlertKind,
  causes: readonly string[] | Handle<{ cause: string }>,
  memberId: bigint | null,
  now: Date,
): void {
  const among =
    "name" in causes
      ? sql<boolean>`cause in (select cause from ${causes.as("closed")})`
      : sql<boolean>`cause = any(${causes}::text[])`;
  const closed = db
    .updateTable("sysAlert")
    .set({ resolvedTime: now, resolvedBy: memberId })
    .where("resolvedTime", "is", null);
  commit.add("resolvedAlerts", closed.where("kind", "=", kind).where(among), "any");
}
