import type { RunReport } from "../core/batch.ts";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";

/** Jobs of which nothing is known yet: from now on they are expected to run. */
export function registerJobs(commit: Commit, names: readonly string[], now: Date): void {
  commit.add(
    "newJobs",
    db
      .insertInto("sysJob")
      .columns(["name", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(unnest("job", { name: { text: names } }))
          .select("job.name")
          .select((job) => job.val(now).as("createTime")),
      )
      .onConflict((conflict) => conflict.column("name").doNothing()),
    "any",
  );
}

/** A run has begun. Returns what the last one that succeeded reported. */
export function recordStart(commit: Commit, name: string, now: Date) {
  return commit.addReturning(
    "startedJob",
    db
      .insertInto("sysJob")
      .values({ name, startedAt: now, createTime: now })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ startedAt: now }))
      .returning("report"),
  );
}

/** A run has come to its end. */
export function recordSuccess(commit: Commit, name: string, report: RunReport, now: Date): void {
  commit.add(
    "succeededJob",
    db.updateTable("sysJob").set({ finishedAt: now, succeededAt: now, report }).where("name", "=", name),
  );
}
