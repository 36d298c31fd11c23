import { createHash } from "node:crypto";
import { AppError } from "../core/errors.ts";
import { pool } from "./pool.ts";
import { Prisma } from "./generated/client.ts";

export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const raw = Prisma.raw;
export const joinSql = Prisma.join;
export const noSql = Prisma.empty;

const names = new Map<string, string>();

/** A prepared statement per text: the server plans each shape once per connection. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = createHash("sha1").update(text).digest("base64url");
    names.set(text, name);
  }
  return name;
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Lock or statement timeout, too many connections, shutting down, read-only, disk full: nothing was done, ask again later. */
const WEATHER = /^(55P03|57014|57P0[1-5]|53\d{3}|08\w{3}|25006|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND)$/;

function isWeather(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return WEATHER.test(state);
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(error.message)
  );
}

/** Database weather becomes BUSY (503): the caller may come again. */
export function asAnswer(error: unknown): unknown {
  return isWeather(error) ? new AppError("BUSY", { detail: error, retryAfter: 2 }) : error;
}

/** One statement, prepared. Throws BUSY in bad weather. */
export async function rows<Row>(statement: Sql): Promise<Row[]> {
  try {
    const { text, values } = statement;
    const result = await pool().query({ name: nameOf(text), text, values });
    return result.rows as Row[];
  } catch (error) {
    throw asAnswer(error);
  }
}

/** The first row of a statement, or null. */
export async function row<Row>(statement: Sql): Promise<Row | null> {
  return (await rows<Row>(statement))[0] ?? null;
}

/**
 * The first row of a report over whole tables, which may take `limitMs` where every other statement has ten seconds.
 * Throws BUSY in bad weather.
 */
export async function reportRow<Row>(statement: Sql, limitMs: number): Promise<Row | null> {
  const client = await pool()
    .connect()
    .catch((error: unknown) => Promise.reject(asAnswer(error) as Error));
  try {
    await client.query(`begin read only; set local statement_timeout = ${limitMs}`);
    const { rows: found } = await client.query(statement.text, statement.values);
    await client.query("commit");
    client.release();
    return (found[0] as Row | undefined) ?? null;
  } catch (error) {
    // What state the connection is in, nobody knows; the pool opens another.
    client.release(true);
    throw asAnswer(error);
  }
}
