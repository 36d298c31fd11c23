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
