import { presentApps } from "../channels/channels.ts";
import { findAbsentAccounts, type AbsentAccount } from "./store.ts";

export type { AbsentAccount };

/** The merchant accounts that open attempts or refunds belong to and whose keys are not here, with how many of each. One read. */
export function getAbsentAccounts(): Promise<AbsentAccount[]> {
  return findAbsentAccounts(presentApps());
}
