import { Budget, type RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { JOBS, type Job, type JobName } from "./list.ts";
import { recordStart, recordSuccess } from "./parts.ts";
import { tellSilentJobs } from "./tell-silent-jobs.ts";
import { reportOf } from "./view.ts";

/**
 * One run of a job, between two heartbeats: a run that throws has begun and not succeeded. It looks at the other jobs first. Any number at once. Throws what
 * the job throws, BUSY and OUTCOME_UNKNOWN (503).
 */
export async function runJob(name: JobName, now: Date): Promise<RunReport> {
  const time = new Budget();
  const start = new Commit("startJob");
  const started = recordStart(start, name, now);
  const last = (await start.run()).one(started).report;
  await tellSilentJobs(name, now).catch((error: unknown) => log.error({ error }, "silent jobs were not looked for"));
  const job: Job = JOBS[name];
  const report = await job.run(now, undefined, last?.next);
  const end = new Commit("endJob");
  recordSuccess(end, name, report, after(now, Math.round(time.elapsedMs())));
  await end.run();
  return reportOf(report);
}
