import { randomUUID } from "node:crypto";
import type pg from "pg";
import { beginningOfKey, hashOfKey, newSecretKey } from "../lib/accounts/secret-keys.ts";
import { openPurses } from "./buyers.ts";
import type { HotPath } from "./paths.ts";
import type { ServiceCall, Shot } from "./shots.ts";

/** The product's own back end (docs/rules.md R136): a customer each, and as many keys as keep below a minute's limit of one. */
export const BACK_END_PATHS: readonly HotPath[] = [
  { name: "service-consume", title: "消费，经后端", connections: [1, 8, 32], aim: aimAt("consume") },
  { name: "service-reserve", title: "预留，经后端", connections: [1, 8, 32], aim: aimAt("reserve") },
  { name: "service-release", title: "释放，经后端", connections: [1, 8, 32], aim: aimAtReleasing },
];

const REQUESTS_OF_KEY = 500;

/** New service keys that may spend, each of which has just been used: that is noted once a minute. */
async function openKeys(db: pg.Pool, n: number): Promise<string[]> {
  const keys = Array.from({ length: n }, newSecretKey);
  await db.query(
    `insert into sys_service_key (name, key_hash, prefix, scopes, created_by, last_used_time)
     select '压测', hash, prefix, '{credits}', (select min(id) from ums_member), now() from unnest($1::text[], $2::text[]) as key (hash, prefix)`,
    [keys.map(hashOfKey), keys.map(beginningOfKey)],
  );
  return keys;
}

/** New customers with credits, by the product's own ids. */
async function openCustomers(db: pg.Pool, n: number): Promise<string[]> {
  const { rows } = await db.query<{ external_id: string }>(
    "insert into ums_customer (external_id, member_id) select 'user-' || id, id from unnest($1::bigint[]) as id returning external_id",
    [(await openPurses(db, n, 100)).map(String)],
  );
  return rows.map(({ external_id: customerId }) => customerId);
}

function shotOf(verb: ServiceCall["verb"], key: string, body: { customerId: string; bizId: string }): Shot {
  const json = verb === "release" ? body : { ...body, amount: 1, reason: "压测" };
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const request = { method: "POST", path: `/api/v1/credits/${verb}`, headers, body: JSON.stringify(json) } as const;
  return { request: { ...request, answer: '{"bizId":' }, call: { verb, key, ...body } };
}

function aimAt(verb: ServiceCall["verb"]): HotPath["aim"] {
  return async ({ db }, n) => {
    const keys = await openKeys(db, Math.ceil(n / REQUESTS_OF_KEY));
    return (await openCustomers(db, n)).map((customerId, i) =>
      shotOf(verb, keys[i % keys.length]!, { customerId, bizId: randomUUID() }),
    );
  };
}

/** What was reserved just before, outside of the time. */
async function aimAtReleasing(...[shop, n]: Parameters<HotPath["aim"]>): Promise<Shot[]> {
  const releases = await aimAt("release")(shop, n);
  const reserves = releases.map(({ call }) => call as ServiceCall);
  await shop.driver.fire({
    shots: reserves.map(({ key, customerId, bizId }) => shotOf("reserve", key, { customerId, bizId })),
    connections: 8,
    target: { kind: "sql" },
  });
  return releases;
}
