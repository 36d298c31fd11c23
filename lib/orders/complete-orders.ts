import type { BatchReport } from "../core/batch.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { completeOrders as completeOrdersPart } from "./parts.ts";

const BATCH = 500;

/** Cron: paid and delivered orders past the refund window become COMPLETED. One statement a run. */
export async function completeOrders(now: Date): Promise<BatchReport> {
  const commit = new Commit("completeOrders");
  const completed = completeOrdersPart(commit, after(now, -REFUND_WINDOW_MS), { now, actor: "cron" }, BATCH);
  const count = (await commit.run()).count(completed);
  return { claimed: count, done: count, failed: 0 };
}
