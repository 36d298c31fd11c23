import { presentApps } from "../channels/channels.ts";
import { absentAccounts } from "./parts.ts";

export type AbsentAccount = Awaited<ReturnType<typeof getAbsentAccounts>>[number];

/** The merchant accounts that open attempts or refunds belong to and whose keys are not here, with how many of each. One read. */
export function getAbsentAccounts() {
  return absentAccounts(presentApps()).execute();
}
