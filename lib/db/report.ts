import type { RawBuilder } from "kysely";
import { db } from "./database.ts";
import { runLimited, SETTINGS } from "./limits.ts";
import { connect, readError, rowsOf } from "./send.ts";

/**
 * The first row of a report over whole tables, which may take `limitMs` where every other statement has ten seconds; null
 * when it has none. Reads only. Throws BUSY (503) where the database does not answer.
 */
export async function reportRow<Row>(report: RawBuilder<Row>, limitMs: number): Promise<Row | null> {
  const { sql: text, parameters } = report.compile(db);
  const client = await connect();
  try {
    const settings = { ...SETTINGS, statement_timeout: String(limitMs), transaction_read_only: "on" };
    const statement = { text, values: [...parameters], rowMode: "array" };
    const found = await runLimited(client, settings, statement);
    client.release();
    return rowsOf<Row>(found)[0] ?? null;
  } catch (error) {
    // The state of the connection is unknown, so the pool replaces it.
    client.release(true);
    throw readError(error);
  }
}
