import type { Knock } from "./doors.ts";
import type { Caller, Premises } from "./premises.ts";

/** One endpoint with the expected status per caller. */
export interface DoorRow {
  /** The status for guest, owner, other, admin, cron and service, in this order, when the request is a good one. */
  readonly answers: string;
  /** A valid request of that caller with every field. */
  readonly good?: (premises: Premises, caller: Caller) => Knock | Promise<Knock>;
}

/** What only the operator's people are let in to. */
export const ADMINS = "401 403 403 200 401 401";
