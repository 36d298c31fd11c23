import type { JobView } from "../contracts/jobs.ts";
import { isSilent, type Heartbeat, type JobFacts } from "./rules.ts";

export function jobView(heartbeat: Heartbeat, job: JobFacts, now: Date): JobView {
  const { name, startedAt, succeededAt, report } = heartbeat;
  return {
    name,
    title: job.title,
    schedule: job.schedule,
    startedTime: startedAt?.toISOString() ?? null,
    succeededTime: succeededAt?.toISOString() ?? null,
    report,
    isSilent: isSilent(heartbeat, job, now),
  };
}
