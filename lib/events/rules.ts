import type { DeliveryState } from "../contracts/webhooks.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time.ts";

/** An event is kept this long, and then deleted unless it is still to be sent. */
export const EVENT_KEPT_MS = 90 * DAY_MS;

/** Below how many credits a customer has few, where no admin said otherwise. The triggers of migration 0047 say the same. */
export const DEFAULT_LOW_CREDITS = 100;

/** As many places may be told of events. */
export const MOST_ENDPOINTS = 20;

/** As many events may be sent again at once. */
export const MOST_REPLAYED = 5_000;

/** After a rotation what is sent is signed with the old secret, too, for this long. */
export const PREVIOUS_SECRET_MS = DAY_MS;

/** What an endpoint that never succeeded in this time was sent: it is switched off. */
const OFF_AFTER_MS = 5 * DAY_MS;

export const FIRST_RETRY_MS = 5 * SECOND_MS;

/** The waits after the first, the second, … try that failed (docs/rules.md R147). */
const RETRY_AFTER_MS = [
  FIRST_RETRY_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;

/** The first event of a line, as it was taken to be tried. */
export interface LineFacts {
  /** Tries of it that count. */
  readonly tries: number;
  /** When its schedule has it tried again; null: it has not been tried. */
  readonly retryAt: Date | null;
}

/** What a failed try comes to. null: the event is given up, and the next of its member has its turn. */
export interface Retry extends LineFacts {
  readonly retryAt: Date;
}

/**
 * A try before its time, because the endpoint had answered something else meanwhile, does not count: an event that its receiver
 * cannot take would be given up within the hour.
 */
export function retryOf({ tries, retryAt }: LineFacts, now: Date): Retry | null {
  if (retryAt !== null && now < retryAt) return { tries, retryAt };
  const wait = RETRY_AFTER_MS[tries];
  return wait === undefined ? null : { tries: tries + 1, retryAt: after(now, wait) };
}

/** Whether an endpoint that has failed since then is switched off. */
export function isOver(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now >= after(failingSince, OFF_AFTER_MS);
}

/** What an endpoint must have failed for, so that its next success says that it is back. */
const BACK_AFTER_MS = MINUTE_MS;

/**
 * Whether a success ends a time of failures: then what waits is tried at once. A receiver that cannot take one event, and takes
 * the others, is not back with each of them.
 */
export function isBack(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now >= after(failingSince, BACK_AFTER_MS);
}

/** Of an endpoint that succeeds often, this is written at most so often. */
export const SUCCESS_STEP_MS = MINUTE_MS;

/** The secrets that sign what is sent now, the new one first. */
export function secretsAt(
  endpoint: {
    readonly secret: string;
    readonly previousSecret: string | null;
    readonly previousSecretUntil: Date | null;
  },
  now: Date,
): string[] {
  const { secret, previousSecret, previousSecretUntil } = endpoint;
  const isBoth = previousSecret !== null && previousSecretUntil !== null && now < previousSecretUntil;
  return isBoth ? [secret, previousSecret] : [secret];
}

/** Whether a delivery may be sent again: one that waits is sent anyway. */
export function isReplayable(status: DeliveryState): boolean {
  return status !== "PENDING";
}
