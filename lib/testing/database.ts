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
 * Empties every table and starts its numbers from 1 again. Deleting beats `truncate` a hundredfold on tables this small;
 * as a replica no trigger fires, so the append-only tables give way and the order of tables does not matter.
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

/** Any SQL, for arranging and for looking: the rooms themselves go through their stores and parts. */
export async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool().query<Row>(text, values)).rows;
}

/** How many rows of a table fit. */
export async function count(table: string, where = "true", values: unknown[] = []): Promise<number> {
  const [row] = await query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`, values);
  return row!.n;
}

/** Another session with an open transaction in which `statement` is done and not committed; it ends with `work`. */
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

/** Runs `work` to its end while a rival holds what `statement` locks: nothing of it may wait. */
export function beside<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
  return withRival(statement, work);
}

/**
 * A rival that is a step ahead, without luck or sleeps: its statement is done but not committed when `work` begins, and
 * commits as soon as `work` waits for one of its locks, `waiting` times over. What `work` read before is then out of date.
 */
export function overtake<Result>(statement: string, work: () => Promise<Result>, waiting = 1): Promise<Result> {
  return withRival(statement, async (rival) => {
    const result = work();
    result.catch(() => undefined); // Its end is awaited below, after the rival's.
    await vi.waitFor(async () => expect(await count(WAITING)).toBeGreaterThanOrEqual(waiting), {
      timeout: 5_000,
      interval: 5,
    });
    await rival.query("commit");
    return result;
  });
}

const WAITING =
  "(select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting";
