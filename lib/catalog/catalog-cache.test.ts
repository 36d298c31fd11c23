import type { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startRedis, type Redis as Server } from "../../scripts/redis.ts";
import { openRedis } from "../cache/redis.ts";
import { VersionWatch } from "../db/version-watch.ts";
import { aCreditProduct, anOrder } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { openCatalogCache, type CatalogCache } from "./catalog-cache.ts";
import { CATALOG_CHANGES, findCatalogVersion } from "./store.ts";

useDatabase();

/** An instance of the product, as another machine runs it: its own memory, its own connections. */
interface Instance extends CatalogCache {
  readonly changes: VersionWatch;
  readonly redis: Redis | null;
}

const open: Instance[] = [];
let server: Server;
let mortal: Server | undefined;

/** Ready: it listens, and its Redis answers. */
async function anInstance(redisUrl: string | null): Promise<Instance> {
  const changes = new VersionWatch(CATALOG_CHANGES);
  const redis = redisUrl === null ? null : openRedis(redisUrl);
  const instance = { ...openCatalogCache(changes, redis), changes, redis };
  open.push(instance);
  await untilItKnows(instance);
  await vi.waitFor(() => expect(redis?.status ?? "ready").toBe("ready"));
  return instance;
}

afterEach(async () => {
  for (const { changes, redis } of open.splice(0)) {
    changes.close();
    redis?.disconnect();
  }
  await mortal?.stop();
  mortal = undefined;
});

async function untilItKnows({ changes }: Instance): Promise<void> {
  const version = await findCatalogVersion();
  await vi.waitFor(() => expect(changes.version).toBe(version), { timeout: 5_000, interval: 2 });
}

async function priceIn(instance: Instance): Promise<number | undefined> {
  return (await instance.show()).creditProducts[0]?.price;
}

/** What an instance shows, and whether it asked the database. */
async function seenIn(instance: Instance): Promise<{ price: number | undefined; asked: boolean }> {
  let price: number | undefined;
  const { reads, writes } = await statementsOf(async () => (price = await priceIn(instance)));
  return { price, asked: reads + writes > 0 };
}

const setPrice = (fen: number) => query("update pms_credit_product set price_fen = $1", [fen]);

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe.each([
  ["in the process", (): string | null => null],
  ["in Redis", (): string | null => server.url],
])("cached %s", (_, address) => {
  test("a change is shown by no instance before its commit, and by all at once after it", async () => {
    await aCreditProduct({ priceFen: 990 });
    const [first, second] = [await anInstance(address()), await anInstance(address())];
    expect(await seenIn(first)).toEqual({ price: 9.9, asked: true });
    // What one has read, the other finds in Redis.
    expect(await seenIn(second)).toEqual({ price: 9.9, asked: address() === null });

    const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await admin.connect();
    await admin.query("begin; update pms_credit_product set price_fen = 1090");
    for (const instance of [first, second]) expect(await seenIn(instance)).toEqual({ price: 9.9, asked: false });
    await admin.query("commit");
    await admin.end();
    for (const instance of [first, second])
      await vi.waitFor(async () => expect(await priceIn(instance)).toBe(10.9), { timeout: 1_000, interval: 1 });
    for (const instance of [first, second]) expect(await seenIn(instance)).toEqual({ price: 10.9, asked: false });
  });

  test("many who ask at once wait for one reading", async () => {
    await aCreditProduct();
    const instance = await anInstance(address());
    const { reads } = await statementsOf(() => Promise.all(Array.from({ length: 50 }, () => instance.show())));
    // Packs, plans and the version; a poll of the watch may fall among them.
    expect(reads).toBeLessThanOrEqual(4);
  });

  test("a change that comes while the old state is read leaves nothing old behind", async () => {
    await aCreditProduct({ priceFen: 990 });
    const instance = await anInstance(address());
    const old = await findCatalogVersion();
    // The old packs are read; the version cannot be before the change is committed.
    const seen: number | undefined = await overtake(
      "lock table pms_catalog_version; update pms_credit_product set price_fen = 1090",
      () => priceIn(instance),
    );
    expect(seen).toBe(10.9);
    expect((await instance.redis?.exists(`zhangfang:catalog:${old}`)) ?? 0).toBe(0);
    await untilItKnows(instance);
    expect(await priceIn(instance)).toBe(10.9);
  });
});

test("a line that is cut is not believed, and is made again", async () => {
  await aCreditProduct({ priceFen: 990 });
  const instance = await anInstance(null);
  await instance.show();
  expect(await seenIn(instance)).toEqual({ price: 9.9, asked: false });

  const cut = await query<{ cut: boolean }>(
    `select pg_terminate_backend(pid, 5000) as cut from pg_stat_activity
     where datname = current_database() and application_name = 'zhangfang_catalog'`,
  );
  expect(cut).toContainEqual({ cut: true });
  await setPrice(1_090);
  expect(await priceIn(instance)).toBe(10.9);
  await untilItKnows(instance);
  await instance.show();
  expect(await seenIn(instance)).toEqual({ price: 10.9, asked: false });
});

test("a Redis that hangs, stops or holds nonsense delays one reading and fails none", async () => {
  mortal = await startRedis();
  await aCreditProduct({ priceFen: 990 });
  const instance = await anInstance(mortal.url);
  await instance.redis!.set(`zhangfang:catalog:${await findCatalogVersion()}`, '{"creditProducts":[{"price":1}]}');
  expect(await priceIn(instance)).toBe(9.9);

  await instance.redis!.client("PAUSE", 20_000, "ALL");
  await setPrice(1_090);
  await untilItKnows(instance);
  const began = performance.now();
  expect(await priceIn(instance)).toBe(10.9);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await seenIn(instance)).toEqual({ price: 10.9, asked: false });

  await mortal.stop();
  await setPrice(1_190);
  await untilItKnows(instance);
  expect(await priceIn(instance)).toBe(11.9);
  expect(await seenIn(instance)).toEqual({ price: 11.9, asked: false });
});

test("an order costs what the database says, whatever is shown", async () => {
  const wanted = await aCreditProduct({ priceFen: 990 });
  const instance = await anInstance(null);
  await instance.show();
  // The one way to make the cache stale: nobody is told.
  await query("alter table pms_credit_product disable trigger pms_credit_product_catalog_version");
  await setPrice(1_090);
  await query("alter table pms_credit_product enable always trigger pms_credit_product_catalog_version");
  expect(await seenIn(instance)).toEqual({ price: 9.9, asked: false });
  expect(await anOrder({ wanted })).toMatchObject({ amountFen: 1_090 });
});

test.each([
  "insert into pms_credit_product (name, credit_amount, price_fen) values ('新', 1, 1)",
  "update ums_subscription_plans set level = level",
  "delete from pms_credit_product",
  "truncate pms_credit_product, ums_subscription_plans cascade",
  "set local session_replication_role = replica; update pms_credit_product set price_fen = 1",
  "delete from pms_catalog_version; update pms_credit_product set price_fen = 1",
])("the version rises within the transaction: %s", async (change) => {
  await aCreditProduct();
  const before = await findCatalogVersion();
  const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await admin.connect();
  await admin.query(`begin; ${change}`);
  const { rows } = await admin.query(`select version > ${before} as raised from pms_catalog_version`);
  expect(rows).toEqual([{ raised: true }]);
  expect(await findCatalogVersion()).toBe(before);
  await admin.end();
});
