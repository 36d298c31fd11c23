import { SECOND_MS } from "./time.ts";
import { CALL_LIMIT_MS } from "./trade.ts";

/** A link to a bill is dead 30 s after it was made, so the file is given up before. With the call that asks for the link. */
export const BILL_FILE_MS = 25 * SECOND_MS;
export const BILL_MS = CALL_LIMIT_MS + BILL_FILE_MS;

/** Handing a mail to its server is given up after this long, whatever the server drips. */
export const MAIL_MS = 30 * SECOND_MS;

/** A robot that is told something answers within this time. */
export const ROBOT_MS = 10 * SECOND_MS;

/** A receiver of events has answered within this time, or it has not. */
export const WEBHOOK_MS = 15 * SECOND_MS;

/** A statement waits this long for a connection, and then runs this long, at most. */
export const CONNECT_MS = 5 * SECOND_MS;
export const STATEMENT_MS = 10 * SECOND_MS;

/** Rows that one worker takes at once. */
export interface Hold {
  /** How many rows. */
  readonly batch: number;
  /** How many of them are worked on side by side. */
  readonly width: number;
  /** The longest time, in ms, that one row may wait for somebody else's servers; 0: it asks nobody. */
  readonly outsideMs: number;
}

/**
 * How long, in ms, a worker holds the rows that it takes: longer than it can need for all of them, so that nobody else begins
 * with one before. Each may wait its longest outside, and as long as a statement can for our own database.
 */
export function leaseMs({ batch, width, outsideMs }: Hold): number {
  return Math.ceil(batch / width) * (outsideMs + CONNECT_MS + STATEMENT_MS);
}
