import { raiseLastingAlert } from "../accounts/parts.ts";
import { Commit } from "../db/commit.ts";
import { getAbsentAccounts } from "./get-absent-accounts.ts";

/** Raises an alert for each account that open attempts or refunds belong to and whose keys are not here, with how many. */
export async function tellAbsentAccounts(now: Date): Promise<void> {
  for (const { appId, ...counts } of await getAbsentAccounts()) {
    const commit = new Commit("tellAbsentAccount");
    const detail = { appId, ...counts };
    raiseLastingAlert(commit, { kind: "ACCOUNT_ABSENT", cause: appId, orderSn: null, detail }, now);
    await commit.run();
  }
}
