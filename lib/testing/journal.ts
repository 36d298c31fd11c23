import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { query } from "./database.ts";

const MIGRATION = resolve(import.meta.dirname, "../../prisma/migrations/0035_journal/migration.sql");

/** Opens the journal of rows that were written past its triggers, as the migration does for a database that is older than it. */
export async function openJournal(now: Date): Promise<void> {
  const [, opening] = (await readFile(MIGRATION, "utf8")).split("-- Opening:");
  const statement = opening!.slice(opening!.indexOf("insert into"));
  await query(statement.replaceAll("now()", `timestamptz '${now.toISOString()}'`));
}

/** What stands on every account that is not even: debits less credits, in fen. */
export async function balances(): Promise<Record<string, number>> {
  const rows = await query<{ account: string; fen: number }>(
    `select account, sum(fen)::int as fen from (select debit as account, amount_fen as fen from oms_journal_entry
       union all select credit, -amount_fen from oms_journal_entry) side group by account having sum(fen) <> 0`,
  );
  return Object.fromEntries(rows.map(({ account, fen }) => [account, fen]));
}

/** The vouchers of these kinds, oldest first. */
export const entries = (...kinds: string[]) =>
  query<{ voucher: string; fen: number; day: string }>(
    `select voucher_no as voucher, amount_fen::int as fen, to_char(occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
     from oms_journal_entry where kind::text = any($1) order by id`,
    [kinds],
  );
