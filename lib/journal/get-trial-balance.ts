import { ACCOUNTS, type TrialBalanceView } from "../contracts/journal.ts";
import { addBeijingMonths, beijingMonthStart, beijingText } from "../core/time.ts";
import { trialBalance } from "./rules.ts";
import { sumAccounts } from "./store.ts";

/**
 * The trial balance of a Beijing month ("2026-01"; unless said, the current one), summed from the entries themselves. One read of
 * the whole journal. Throws BUSY (503).
 */
export async function getTrialBalance(asked: string | undefined, now: Date): Promise<TrialBalanceView> {
  const month = asked ?? beijingText(now).slice(0, 7);
  const since = beijingMonthStart(new Date(`${month}-01T00:00:00+08:00`));
  const { lines, total } = trialBalance(await sumAccounts(since, addBeijingMonths(since, 1)));
  return {
    month,
    accounts: lines.map((line) => ({
      ...line,
      name: ACCOUNTS[line.account].name,
      holds: ACCOUNTS[line.account].holds,
    })),
    total,
  };
}
