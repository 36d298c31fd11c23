import { keepAlerts } from "../accounts/keep-alerts.ts";
import { JOB_NAMES, JOBS, type JobName } from "./list.ts";
import { isSilent } from "./rules.ts";
import { findHeartbeats } from "./store.ts";

/**
 * Keeps an alert about each job that has not succeeded for three of its intervals (docs/rules.md R128). `by`: the job that runs
 * now and looks at all. Where it was silent itself, the whole scheduler was, and the others are about to run: nothing is told.
 * Two reads; one commit more where that changes something.
 */
export async function tellSilentJobs(by: JobName, now: Date): Promise<void> {
  const known = new Map((await findHeartbeats()).map((heartbeat) => [heartbeat.name, heartbeat]));
  const silent = JOB_NAMES.flatMap((name) => {
    const heartbeat = known.get(name);
    return heartbeat && isSilent(heartbeat, JOBS[name], now) ? [{ ...heartbeat, name }] : [];
  });
  if (silent.some(({ name }) => name === by)) return;
  const conditions = silent.map(({ name, succeededAt }) => ({
    cause: name,
    detail: { job: `${JOBS[name].title}（${name}）`, ...(succeededAt ? { since: succeededAt.toISOString() } : {}) },
  }));
  await keepAlerts("JOB_SILENT", conditions, now);
}
