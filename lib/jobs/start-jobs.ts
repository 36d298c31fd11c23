import { env } from "../env.ts";
import { log } from "../log.ts";
import { knowJobs } from "./list-jobs.ts";
import { sendEventsAtOnce } from "./send-events-at-once.ts";
import { sendMailsAtOnce } from "./send-mails-at-once.ts";

/**
 * What a server does for the jobs when it starts: each is expected to run from now on, and mails and events leave at once where the
 * process lives on after an answer. Waits for nothing: a database that does not answer keeps no server from starting.
 */
export function startJobs(now: Date, { livesOn }: { readonly livesOn: boolean }): void {
  if (livesOn && env().mail) sendMailsAtOnce();
  if (livesOn) sendEventsAtOnce();
  knowJobs(now).catch((error: unknown) => log.warn({ error }, "the jobs will be known with the first question"));
}
