import { Prisma } from "./generated/client.ts";
import { pool } from "./pool.ts";
import { connect, readError } from "./send.ts";

export { sqlState } from "./send.ts";
export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const raw = Prisma.raw;
export const joinSql = Prisma.join;
export const noSql = Prisma.empty;

/** One statement, prepared. Throws BUSY in bad weather. */
export async function rows<Row>(statement: Sql): Promise<Row[]> {
  try {
    const { text, values } = statement;
    const result = await pool().query({ text, values });
    return result.rows as Row[];
  } catch (error) {
    throw readError(error);
  }
}

/** The first row of a statement, or null. */
export async function row<Row>(statement: Sql): Promise<Row | null> {
  return (await rows<Row>(statement))[0] ?? null;
}

export async function reportRow<Row>(statement: Sql, limitMs: number): Promise<Row | null> {
  const client = await connect();
  try {
    await client.query(`begin read only; set local statement_timeout = ${limitMs}`);
    const { rows: found } = await client.query(statement.text, statement.values);
    await client.query("commit");
    client.release();
    return (found[0] as Row | undefined) ?? null;
  } catch (error) {
    client.release(true);
    throw readError(error);
  }
}
