import { sql } from "kysely";
import type { JournalAccount } from "../contracts/journal.ts";
import { SECOND_MS } from "../core/time.ts";
import { countDue } from "../db/due.ts";
import { reportRow } from "../db/report.ts";
import { unearnedPeriods } from "./parts.ts";

/** Periods with an id above `passed` whose end of month is not posted. */
export function countUnearned(monthStart: Date, passed: bigint): Promise<number> {
  return countDue(unearnedPeriods(monthStart).where("s.id", ">", passed));
}

/** What stands on an account before a month, and what the month posted to each of its sides. In fen. */
export interface AccountSums {
  readonly account: JournalAccount;
  /** Debits less credits. */
  readonly before: number;
  readonly debit: number;
  readonly credit: number;
}

/** Sums of all entries before `until`, by account; accounts without an entry are not listed. Reads the whole journal. */
export async function sumAccounts(since: Date, until: Date): Promise<AccountSums[]> {
  const found = await reportRow(
    sql<{ rows: AccountSums[] }>`select coalesce(json_agg(sums), '[]') as rows from (
      select account, coalesce(sum(debit - credit) filter (where occurred_at < ${since}), 0) as before,
        coalesce(sum(debit) filter (where occurred_at >= ${since}), 0) as debit,
        coalesce(sum(credit) filter (where occurred_at >= ${since}), 0) as credit
      from (
        select debit as account, amount_fen as debit, 0 as credit, occurred_at from oms_journal_entry
        union all select credit, 0, amount_fen, occurred_at from oms_journal_entry) side
      where occurred_at < ${until}
      group by account) sums`,
    10 * SECOND_MS,
  );
  return found?.rows ?? [];
}
