import type { RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";

/** What is said of a job. */
export interface JobFacts {
  /** What people call it. */
  readonly title: string;
  /** Five fields of cron, in UTC. */
  readonly schedule: string;
  /** Its interval in ms. */
  readonly everyMs: number;
}

/** What is known of a job's runs. */
export interface Heartbeat {
  readonly name: string;
  readonly startedAt: Date | null;
  readonly succeededAt: Date | null;
  /** Of the last run that succeeded. */
  readonly report: RunReport | null;
  /** When this installation first knew of the job. */
  readonly createTime: Date;
}

const SILENT_INTERVALS = 3;

/** Whether a job has not succeeded for three of its intervals. One that never has counts from when it was first known. */
export function isSilent(
  { succeededAt, createTime }: Pick<Heartbeat, "succeededAt" | "createTime">,
  { everyMs }: Pick<JobFacts, "everyMs">,
  now: Date,
): boolean {
  return now > after(succeededAt ?? createTime, SILENT_INTERVALS * everyMs);
}
