import { AppError } from "../core/errors.ts";
import { listJobs } from "./list-jobs.ts";

/** Whether every job runs. Throws JOBS_SILENT (503), which names those that have not succeeded for three of their intervals. */
export async function checkJobs(now: Date): Promise<{ jobs: "ok" }> {
  const silent = (await listJobs(now)).filter(({ isSilent }) => isSilent);
  if (silent.length === 0) return { jobs: "ok" };
  throw new AppError("JOBS_SILENT", { about: silent.map(({ name, title }) => `${title}（${name}）`).join("、") });
}
