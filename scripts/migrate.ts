import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import pg from "pg";
import { databaseEnv } from "../lib/env.ts";
import { runScript } from "./script.ts";

const MIGRATIONS = resolve(import.meta.dirname, "../prisma/migrations");

/** The lock that `prisma migrate` takes, so that the two never work at the same time. */
const LOCK = 72_707_369;

/** Prisma's own table, so that `prisma migrate deploy` and this script can take turns. */
const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

/**
 * Brings a database up to date and returns the names of what was applied now, oldest first. Each migration is one
 * transaction: whole or not at all, twice or from two machines at once. Throws an Error in Chinese when one was changed
 * after it had been applied, or when Prisma left one half done.
 */
export async function migrate(address: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const applied: string[] = [];
    for (const migration of await readMigrations()) if (await apply(client, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await client.end();
  }
}

export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(resolve(MIGRATIONS, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    }),
  );
}

/** True when it was applied now, false when it had been. */
async function apply(client: pg.Client, { name, script, checksum }: Migration): Promise<boolean> {
  await client.query("begin; set local application_name = 'zhangfang-migrate'");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(TABLE);
    const isNew = await isUnapplied(client, name, checksum);
    if (isNew) {
      const startedAt = new Date();
      await client.query(script);
      await client.query(
        `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         values ($1, $2, $3, $4, clock_timestamp(), 1)`,
        [randomUUID(), checksum, name, startedAt],
      );
    }
    await client.query("commit");
    return isNew;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function isUnapplied(client: pg.Client, name: string, checksum: string): Promise<boolean> {
  const { rows } = await client.query<{ checksum: string; finished: boolean }>(
    `select checksum, finished_at is not null as finished from _prisma_migrations
     where migration_name = $1 and rolled_back_at is null`,
    [name],
  );
  const [record] = rows;
  if (!record) return true;
  if (!record.finished) throw new Error(`迁移 ${name} 曾经执行到一半，请先用 prisma migrate resolve 处理它。`);
  if (record.checksum !== checksum) throw new Error(`迁移 ${name} 执行之后被修改过；请恢复原文件，改动写成新的迁移。`);
  return false;
}

async function main(): Promise<void> {
  const applied = await migrate(databaseEnv().databaseUrl);
  console.log(applied.length ? `已执行迁移：${applied.join("、")}` : "数据库已是最新，没有需要执行的迁移。");
}

if (import.meta.main) await runScript(main);
