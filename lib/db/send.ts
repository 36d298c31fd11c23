import { createHash } from "node:crypto";
import type pg from "pg";
import { AppError } from "../core/errors.ts";
import { camelCase } from "./names.ts";
import { pool } from "./pool.ts";

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

/** SQLSTATEs after which nothing was done: timeout, no connection or memory left, starting up, read-only. */
const NOTHING_DONE = /^(55P03|57014|57P03|53\d{3}|25006)$/;

/** SQLSTATEs of a lost connection: the outcome of the running statement is unknown. */
const CONNECTION_LOST = /^(57P0[1245]|08\w{3}|E[A-Z]+)$/;

function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  return state ? CONNECTION_LOST.test(state) : error instanceof Error && /Connection terminated/.test(error.message);
}

function isNothingDone(error: unknown): boolean {
  const state = sqlState(error);
  return state ? NOTHING_DONE.test(state) : error instanceof Error && /not queryable/.test(error.message);
}

/**
 * SQLSTATEs of a statement that was prepared before a migration changed a column under this process: its rows have other
 * types now (0A000), or its parameters no longer fit (42883, 42804). The server finds out before it executes anything, and
 * the same text, prepared anew, may be right.
 */
const STALE = /^(0A000|42883|42804)$/;

/** Whether a statement may have failed only because it was prepared before a migration, and did nothing. */
export function isStaleState(state: string | undefined): boolean {
  return state !== undefined && STALE.test(state);
}

function isConnectTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout exceeded when trying to connect/.test(error.message);
}

/** The database does not take connections like ours, and will not by itself. The message is for the operator. */
export class PoolerRefusal extends Error {
  override readonly name = "PoolerRefusal";

  constructor(cause: Error) {
    super(
      `DATABASE_URL 的连接池拒绝启动参数（${cause.message}）：它不是数据库本身，请设置 DATABASE_POOL_MODE=transaction。`,
      { cause },
    );
  }
}

/** PgBouncer's and RDS Proxy's words for it. PgBouncer says 08P01 of everything, of a server that is away too. */
function isPoolerRefusal(error: unknown): error is Error {
  return /^(08P01|0A000)$/.test(sqlState(error) ?? "") && /startup parameter|command-line options/.test(String(error));
}

function busy(detail: unknown): AppError {
  return new AppError("BUSY", { detail, retryAfter: 2 });
}

/** An error of a read as the caller gets it: BUSY (503) where the database does not answer, PoolerRefusal where it never will. */
export function readError(error: unknown): unknown {
  if (isPoolerRefusal(error)) return new PoolerRefusal(error);
  return isConnectionLost(error) || isNothingDone(error) || isConnectTimeout(error) ? busy(error) : error;
}

/** A connection of the pool. Throws BUSY (503) or PoolerRefusal; nothing has been sent yet, whatever goes wrong here. */
export function connect(): Promise<pg.PoolClient> {
  return pool()
    .connect()
    .catch((error: unknown) => {
      throw readError(error);
    });
}

/**
 * Sends one prepared statement and returns its rows, with the code's names (`orderSn`). A connection that broke is not
 * used again. A statement that a migration has made stale is sent once more without its name, and its connection, with all
 * that was prepared on it, is replaced.
 * @param whenLost what to throw where the connection broke after the statement was sent. A read or a claim says BUSY
 *   (503): no rows are known, and an unanswered claim ends with its lease. A commit says OUTCOME_UNKNOWN (503): it may
 *   stand. Where nothing was done for sure, both say BUSY.
 */
export async function send<Row>(
  text: string,
  values: readonly unknown[],
  whenLost: "BUSY" | "OUTCOME_UNKNOWN",
): Promise<Row[]> {
  const client = await connect();
  const statement = { text, values: [...values], rowMode: "array" as const };
  let isStale = false;
  try {
    const result = await client.query<unknown[]>({ ...statement, name: nameOf(text) }).catch((error: unknown) => {
      isStale = isStaleState(sqlState(error));
      if (!isStale) throw error;
      return client.query<unknown[]>(statement);
    });
    client.release(isStale);
    return rowsOf<Row>(result);
  } catch (error) {
    const isLost = isConnectionLost(error);
    client.release(isLost || isStale || sqlState(error) === undefined);
    if (isLost && whenLost === "OUTCOME_UNKNOWN") throw new AppError("OUTCOME_UNKNOWN", { detail: error });
    throw readError(error);
  }
}

/** Rows with camelCase names; the statement has their types. */
export function rowsOf<Row>({ fields, rows }: pg.QueryArrayResult<unknown[]>): Row[] {
  const columns = fields.map((field) => camelCase(field.name));
  return rows.map((values) => rowOf(columns, values) as Row);
}

function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i += 1) row[columns[i]!] = values[i];
  return row;
}
