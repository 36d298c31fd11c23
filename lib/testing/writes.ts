import { beforeAll } from "vitest";
import { query } from "./database.ts";

/**
 * Lets the test file's database count every row that anybody inserts, updates or deletes, so that "nothing changed" can
 * be asked after every single request. Counted by a sequence, which a rollback does not reset. Statements that fail are
 * not counted, because the triggers fire at the end of a statement. Call it after useDatabase.
 */
export function useWriteCount(): void {
  beforeAll(async () => {
    await query(`
      create sequence rows_written minvalue 0 start 0;
      select nextval('rows_written');
      create function count_written_row() returns trigger language plpgsql as $$
      begin perform nextval('rows_written'); return null; end $$;
      do $$ declare name text; begin
        for name in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
          execute format('create trigger count_written after insert or update or delete on %s
            for each row execute function count_written_row()', name);
        end loop;
      end $$`);
  });
}

/** How many rows have been written since the file began. */
export async function rowsWritten(): Promise<number> {
  const [row] = await query<{ n: number }>("select last_value::int as n from rows_written");
  return row!.n;
}
