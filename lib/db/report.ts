import type { Compilable } from "kysely";
import { connect, readError } from "./send.ts";

/**
 * The first row of a report over whole tables, which may take `limitMs` where every other statement has ten seconds.
 * null: it has none. Throws BUSY (503) where the database does not answer.
 */
export async function reportRow<Row extends object>(query: Compilable<Row>, limitMs: number): Promise<Row | null> {
  const { sql: text, parameters } = query.compile();
  const client = await connect();
  try {
    await client.query(`begin read only; set local statement_timeout = ${limitMs}`);
    const { rows } = await client.query<Row>(text, [...parameters]);
    await client.query("commit");
    client.release();
    return rows[0] ?? null;
  } catch (error) {
    // What state the connection is in, nobody knows; the pool opens another.
    client.release(true);
    throw readError(error);
  }
}
