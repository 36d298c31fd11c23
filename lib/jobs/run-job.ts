import { Budget, type RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { JOBS, type JobName } from "./list.ts";
import { recordStart, recordSuccess } from "./parts.ts";

/**
 * One run of a job, between two heartbeats: a run that throws has begun and not succeeded. Any number at once. Throws what
 * the job throws, BUSY and OUTCOME_UNKNOWN (503).
 */
export async function runJob(name: JobName, now: Date): Promise<RunReport> {
  const time = new Budget();
  const start = new Commit("startJob");
  recordStart(start, name, now);
  await start.run();
  const report = await JOBS[name].run(now);
  const end = new Commit("endJob");
  recordSuccess(end, name, report, after(now, Math.round(time.elapsedMs())));
  await end.run();
  return report;
}
