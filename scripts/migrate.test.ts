import pg from "pg";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { migrate } from "./migrate.ts";

let address: string;

async function ask(database: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(async () => {
  const url = new URL(inject("world").postgresUrl);
  url.pathname = `/migrate_${randomBytes(6).toString("hex")}`;
  address = url.href;
  await ask(inject("world").postgresUrl, `create database ${url.pathname.slice(1)}`);
});

afterEach(async () => {
  await ask(inject("world").postgresUrl, `drop database ${new URL(address).pathname.slice(1)} with (force)`);
});

it("applies each migration once, and a second run finds nothing to do", async () => {
  const first = await migrate(address);
  expect(first).toContain("0001_init");
  expect(await migrate(address)).toEqual([]);
  const records = await ask(address, "select migration_name from _prisma_migrations where finished_at is not null");
  expect(records.map((record) => record.migration_name).toSorted()).toEqual(first.toSorted());
});

it("is applied by exactly one of eight machines that come at once", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => migrate(address)));
  expect(answers.flat().filter((name) => name === "0001_init")).toHaveLength(1);
  expect(await ask(address, "select count(*)::int as n from pms_credit_product")).toEqual([{ n: 0 }]);
});

it("refuses a migration that was changed after it had been applied", async () => {
  await migrate(address);
  await ask(address, "update _prisma_migrations set checksum = repeat('0', 64) where migration_name = '0001_init'");
  await expect(migrate(address)).rejects.toThrow("0001_init 执行之后被修改过");
});

it("refuses what Prisma left half done, and takes what Prisma rolled back", async () => {
  await migrate(address);
  await ask(address, "update _prisma_migrations set finished_at = null");
  await expect(migrate(address)).rejects.toThrow("执行到一半");
  await ask(address, "drop schema public cascade; create schema public");
  await ask(
    address,
    `create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
       migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
       started_at timestamptz not null default now(), applied_steps_count integer not null default 0);
     insert into _prisma_migrations (id, checksum, migration_name, rolled_back_at) values ('1', 'x', '0001_init', now())`,
  );
  expect(await migrate(address)).toContain("0001_init");
});
