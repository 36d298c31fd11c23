import type { Budget, RunReport } from "../core/batch.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { announceExpiring as announcePart } from "./parts.ts";
import { countExpiringLots } from "./store.ts";

/** Cron: `credits.expiring` for lots that end within three days, once for each (docs/rules.md R143). The event is the mark that it was told. */
export function announceExpiring(now: Date, budget?: Budget): Promise<RunReport> {
  const apply = async (limit: number) => {
    const commit = new Commit("announceExpiring");
    const written = announcePart(commit, now, limit);
    return (await commit.run()).count(written);
  };
  return runStatement({ apply, countLeft: () => countExpiringLots(now) }, budget);
}
