import { createHash } from "node:crypto";
import type pg from "pg";
import { AppError } from "../core/errors.ts";
import { pool } from "./client.ts";
import { Prisma } from "./generated/client.ts";

export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const raw = Prisma.raw;
export const joinSql = Prisma.join;
export const noSql = Prisma.empty;

const names = new Map<string, string>();

/** A prepared statement per text: the server plans each shape once per connection. */
function nameOf(text: string): string {
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

/** Answers by which the server says that it did nothing: lock or statement timeout, no connection or memory left, starting up, read-only. */
const NOTHING_DONE = /^(55P03|57014|57P03|53\d{3}|25006)$/;

/** The line broke or the server went away, with a statement under way: whether it was done, nobody has said. */
const LINE_LOST = /^(57P0[1245]|08\w{3}|E(?!RR_)[A-Z_]+)$/;

function isLineLost(error: unknown): boolean {
  const state = sqlState(error);
  return state ? LINE_LOST.test(state) : error instanceof Error && /Connection terminated/.test(error.message);
}

function isNothingDone(error: unknown): boolean {
  const state = sqlState(error);
  return state ? NOTHING_DONE.test(state) : error instanceof Error && /not queryable/.test(error.message);
}

function busy(detail: unknown): AppError {
  return new AppError("BUSY", { detail, retryAfter: 2 });
}

/** Nothing has been sent yet, whatever goes wrong here. */
function connect(): Promise<pg.PoolClient> {
  return pool()
    .connect()
    .catch((error: unknown) => {
      throw isLineLost(error) || isNothingDone(error) || isTimeout(error) ? busy(error) : error;
    });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout exceeded when trying to connect/.test(error.message);
}

/** One prepared statement. A connection whose line is lost, or whose state nobody knows, is not used again. */
async function send<Row>({ text, values }: Sql, whenLost: "BUSY" | "OUTCOME_UNKNOWN"): Promise<Row[]> {
  const client = await connect();
  try {
    const result = await client.query({ name: nameOf(text), text, values });
    client.release();
    return result.rows as Row[];
  } catch (error) {
    const isLost = isLineLost(error);
    client.release(isLost || sqlState(error) === undefined);
    if (isLost && whenLost === "OUTCOME_UNKNOWN") throw new AppError("OUTCOME_UNKNOWN", { detail: error });
    throw isLost || isNothingDone(error) ? busy(error) : error;
  }
}

/**
 * Reads or claims rows. Throws BUSY (503) where the database does not answer: no rows are known, and a claim of which
 * nobody heard ends with its lease.
 */
export function rows<Row>(statement: Sql): Promise<Row[]> {
  return send<Row>(statement, "BUSY");
}

/**
 * A write that is done or not done. Throws BUSY (503) where it was certainly not done, OUTCOME_UNKNOWN (503) where the line
 * broke after it was sent: it may stand, so it is looked for before it is repeated.
 */
export function write<Row>(statement: Sql): Promise<Row[]> {
  return send<Row>(statement, "OUTCOME_UNKNOWN");
}

/** The first row of a statement, or null. */
export async function row<Row>(statement: Sql): Promise<Row | null> {
  return (await rows<Row>(statement))[0] ?? null;
}

/**
 * The first row of a report over whole tables, which may take `limitMs` where every other statement has ten seconds.
 * Throws BUSY (503) where the database does not answer.
 */
export async function reportRow<Row>(statement: Sql, limitMs: number): Promise<Row | null> {
  const client = await connect();
  try {
    await client.query(`begin read only; set local statement_timeout = ${limitMs}`);
    const { rows: found } = await client.query(statement.text, statement.values);
    await client.query("commit");
    client.release();
    return (found[0] as Row | undefined) ?? null;
  } catch (error) {
    // What state the connection is in, nobody knows; the pool opens another.
    client.release(true);
    throw isLineLost(error) || isNothingDone(error) ? busy(error) : error;
  }
}
