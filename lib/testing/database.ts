import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, vi } from "vitest";
import { closeDatabase, pool } from "../db/pool.ts";
import { env } from "../env.ts";

/** Gives the test file a database of its own, copied from the migrated template, and empties it before every test. */
export function useDatabase(): void {
  beforeAll(createDatabase);
  beforeEach(clean);
  afterAll(dropDatabase);
}

function databaseName(): string {
  return new URL(env().databaseUrl).pathname.slice(1);
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("world").postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function createDatabase(): Promise<void> {
  return administer(`create database ${databaseName()} template ${inject("world").template}`);
}

async function dropDatabase(): Promise<void> {
  await closeDatabase();
  await administer(`drop database ${databaseName()} with (force)`);
}

let cleaning = "";

/**
 * Empties every table and starts its numbers from 1 again. Delete is about 100 times faster than truncate on small
 * tables. As a replica no trigger fires, so append-only tables can be emptied in any order.
 */
async function clean(): Promise<void> {
  if (!cleaning) {
    const [statement] = await query<{
      text: string;
    }>(`select concat_ws('; ', 'begin; set local session_replication_role = replica',
      (select string_agg(format('delete from %I', tablename), '; ') from pg_tables
        where schemaname = 'public' and tablename <> '_prisma_migrations'),
      (select string_agg(format('select setval(%L, 1, false)', sequencename), '; ') from pg_sequences where schemaname = 'public'),
      'commit') as text`);
    cleaning = statement!.text;
  }
  await query(cleaning);
}

/** Any SQL, to set up and inspect. */
export async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool().query<Row>(text, values)).rows;
}

/** Counts the rows that match. */
export async function count(table: string, where = "true", values: unknown[] = []): Promise<number> {
  const [row] = await query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`, values);
  return row!.n;
}

/** Runs `work` while another session holds an open transaction with `statement`. */
async function withRival<Result>(statement: string, work: (rival: pg.Client) => Promise<Result>): Promise<Result> {
  const rival = new pg.Client({ connectionString: env().databaseUrl });
  await rival.connect();
  try {
    await rival.query("begin");
    await rival.query(statement);
    return await work(rival);
  } finally {
    await rival.end();
  }
}

/** Runs `work` while another session holds an open transaction with `statement`, and writes `more` in it once `work` waits. */
export function crossing<Result>(statement: string, work: () => Promise<Result>, more: string): Promise<Result> {
  return withRival(statement, async (rival) => {
    const result = work();
    result.catch(() => undefined); // Awaited below, after the other session.
    await oneWaits();
    await rival.query(more);
    await rival.query("commit");
    return result;
  });
}

/** Runs `work` while another session holds the locks of `statement`; `work` must not wait. */
export function beside<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
  return withRival(statement, work);
}

/**
 * A deterministic race: the statement of another session is executed but not committed when `work` starts, and commits
 * once `work` waits for its lock, `waiting` times. What `work` read before is then stale.
 */
export function overtake<Result>(statement: string, work: () => Promise<Result>, waiting = 1): Promise<Result> {
  return withRival(statement, async (rival) => {
    const result = work();
    result.catch(() => undefined); // Awaited below, after the other session.
    await oneWaits(waiting);
    await rival.query("commit");
    return result;
  });
}

async function oneWaits(waiting = 1): Promise<void> {
  await vi.waitFor(async () => expect(await count(WAITING)).toBeGreaterThanOrEqual(waiting), {
    timeout: 5_000,
    interval: 5,
  });
}

const WAITING =
  "(select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting";
