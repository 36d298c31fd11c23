import type { JobView } from "../contracts/jobs.ts";
import type { RunReport } from "../core/batch.ts";
import { isSilent, type Heartbeat, type JobFacts } from "./rules.ts";

/** What people are told of a run. */
export function reportOf({ claimed, done, failed, left }: RunReport): RunReport {
  return { claimed, done, failed, left };
}

export function jobView(heartbeat: Heartbeat, job: JobFacts, now: Date): JobView {
  const { name, startedAt, succeededAt, report } = heartbeat;
  return {
    name,
    title: job.title,
    schedule: job.schedule,
    startedTime: startedAt?.toISOString() ?? null,
    succeededTime: succeededAt?.toISOString() ?? null,
    report: report && reportOf(report),
    isSilent: isSilent(heartbeat, job, now),
  };
}
