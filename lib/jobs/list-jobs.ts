import type { JobView } from "../contracts/jobs.ts";
import { Commit } from "../db/commit.ts";
import { JOB_NAMES, JOBS } from "./list.ts";
import { registerJobs } from "./parts.ts";
import { findHeartbeats } from "./store.ts";
import { jobView } from "./view.ts";

/** Every job is known from now on, so that one that never runs is noticed. Harmless when repeated. */
export async function knowJobs(now: Date): Promise<void> {
  const commit = new Commit("knowJobs");
  registerJobs(commit, JOB_NAMES, now);
  await commit.run();
}

/** Every job in the order of the table, with what is known of its runs. One read; one commit more where a job is new here. */
export async function listJobs(now: Date): Promise<JobView[]> {
  const known = new Map((await findHeartbeats()).map((heartbeat) => [heartbeat.name, heartbeat]));
  if (JOB_NAMES.some((name) => !known.has(name))) await knowJobs(now);
  return JOB_NAMES.map((name) => {
    const unheard = { name, startedAt: null, succeededAt: null, report: null, createTime: now };
    return jobView(known.get(name) ?? unheard, JOBS[name], now);
  });
}
