import { metrics } from "../metrics.ts";
import { log } from "../log.ts";
import { findHeartbeats } from "./store.ts";

/** Sets the gauges of the jobs: how long ago each succeeded, and how many due rows it left. One read; absent without a database. */
export async function setJobGauges(now: Date): Promise<void> {
  const { jobAge, jobLeft } = metrics;
  for (const gauge of [jobAge, jobLeft]) gauge.reset();
  try {
    for (const { name, succeededAt, report } of await findHeartbeats()) {
      if (succeededAt) jobAge.set({ job: name }, (now.getTime() - succeededAt.getTime()) / 1_000);
      if (report) jobLeft.set({ job: name }, report.left);
    }
  } catch (error) {
    log.warn({ error }, "the gauges of the jobs could not be read");
  }
}
