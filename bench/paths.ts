import { randomUUID, type KeyObject } from "node:crypto";
import type pg from "pg";
import { openMembers, openOrders, openPurses, paidNotice } from "./buyers.ts";
import type { Driver } from "./drive.ts";
import { signedIn } from "./sessions.ts";
import type { Call, Shot, ShotRequest } from "./shots.ts";
import { findRegulars, type StockedOrder } from "./stock.ts";

/** A database with its app, and what is needed to make requests for it. */
export interface Shop {
  readonly db: pg.Pool;
  readonly driver: Driver;
  readonly alipayKey: KeyObject;
  readonly regulars: readonly StockedOrder[];
}

/** A hot path (docs/performance.md). */
export interface HotPath {
  readonly name: string;
  readonly title: string;
  /** Measured on the shop with few orders instead of the one with many. */
  readonly isSmall?: true;
  /** Its answer comes from the cache (docs/rules.md R72). */
  readonly isCached?: true;
  readonly connections: readonly number[];
  /** So many requests that the product's own limits let through, ready to be fired once. */
  aim(shop: Shop, n: number): Promise<Shot[]>;
}

const CONNECTIONS = [1, 8, 32];

const OK = '{"code":200,';

/** Those of members and of Alipay. */
export const HOT_PATHS: readonly HotPath[] = [
  { name: "create", title: "下单", connections: CONNECTIONS, aim: aimAtCreating },
  { name: "settle", title: "到账通知", connections: CONNECTIONS, aim: aimAtSettling },
  { name: "again", title: "同一通知再来", connections: CONNECTIONS, aim: aimAtRepeating },
  { name: "status", title: "查询状态", connections: CONNECTIONS, aim: aimAtStatus },
  { name: "history-small", title: "订单首页，少", isSmall: true, connections: CONNECTIONS, aim: aimAtPage(1) },
  { name: "history", title: "订单首页，多", connections: CONNECTIONS, aim: aimAtPage(1) },
  { name: "history-later", title: "订单第五页，多", connections: CONNECTIONS, aim: aimAtPage(5) },
  {
    name: "catalog",
    title: "商品目录",
    isCached: true,
    connections: CONNECTIONS,
    aim: aimAtCatalog("/api/catalog", OK),
  },
  {
    name: "shop",
    title: "商店首页",
    isCached: true,
    // A page costs twenty times what an address does: more connections would say nothing more, for a quarter of an hour.
    connections: [8],
    aim: aimAtCatalog("/", "<!DOCTYPE html>"),
  },
  { name: "consume", title: "消费，各人", connections: CONNECTIONS, aim: aimAtConsuming },
  { name: "consume-one", title: "消费，同一人", connections: [...CONNECTIONS, 200], aim: aimAtOnePurse },
];

/** Whose history and orders are read, in turn. */
const REGULARS = 200;

export async function openShop(db: pg.Pool, driver: Driver, alipayKey: KeyObject): Promise<Shop> {
  const regulars = await findRegulars(db, REGULARS);
  if (regulars.length === 0) throw new Error("订单太少，没有会员有五页订单。");
  return { db, driver, alipayKey, regulars };
}

async function asMember(
  db: pg.Pool,
  memberId: bigint,
  request: Pick<ShotRequest, "method" | "path"> & { json?: unknown },
  call: Call,
): Promise<Shot> {
  const { method, path, json } = request;
  const headers = {
    ...(await signedIn(db, memberId)),
    ...(json === undefined ? {} : { "content-type": "application/json" }),
  };
  const body = json === undefined ? null : JSON.stringify(json);
  return { request: { method, path, headers, body, answer: OK }, call };
}

/** `n` of these, each as often as it takes. */
function repeated<Item>(items: readonly Item[], n: number): Item[] {
  return Array.from({ length: n }, (_, i) => items[i % items.length]!);
}

/** A new member each, so that the limit of creations is met by nobody. */
async function aimAtCreating({ db }: Shop, n: number): Promise<Shot[]> {
  const path = "/api/payment/create-credits-order";
  return Promise.all(
    (await openMembers(db, n)).map(({ memberId, productId }) =>
      asMember(
        db,
        memberId,
        { method: "POST", path, json: { productId } },
        { verb: "placeOrder", memberId, productId },
      ),
    ),
  );
}

function noticeShot(body: string): Shot {
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const request = { method: "POST", path: "/api/alipay/notify", headers, body, answer: "success" } as const;
  return { request, call: { verb: "receiveNotify", body } };
}

async function aimAtSettling({ db, alipayKey }: Shop, n: number): Promise<Shot[]> {
  return (await openOrders(db, n)).map((order) => noticeShot(paidNotice(order, alipayKey)));
}

/** A few notices over and over, of orders that are settled already. */
async function aimAtRepeating(shop: Shop, n: number): Promise<Shot[]> {
  const shots = await aimAtSettling(shop, Math.min(n, 100));
  await shop.driver.fire({ shots, connections: 8, target: { kind: "sql" } });
  return repeated(shots, n);
}

async function aimAtStatus({ db, regulars }: Shop, n: number): Promise<Shot[]> {
  const shots = regulars.map(({ memberId, orderSn }) =>
    asMember(
      db,
      memberId,
      { method: "GET", path: `/api/payment/order-status/${orderSn}` },
      { verb: "getOrderStatus", memberId, orderSn },
    ),
  );
  return repeated(await Promise.all(shots), n);
}

function aimAtPage(pageNum: number): HotPath["aim"] {
  const path = `/api/payment/orders?pageNum=${pageNum}&pageSize=10`;
  return async ({ db, regulars }, n) => {
    const shots = regulars.map(({ memberId }) =>
      asMember(db, memberId, { method: "GET", path }, { verb: "listOrders", memberId, pageNum }),
    );
    return repeated(await Promise.all(shots), n);
  };
}

/** As a stranger sees it: what is sold is the same for everybody. */
function aimAtCatalog(path: string, answer: string): HotPath["aim"] {
  const request = { method: "GET", path, headers: {}, body: null, answer } as const;
  return (_, n) => Promise.resolve(repeated([{ request, call: { verb: "listCatalog" } }], n));
}

function consumingShot(db: pg.Pool, memberId: bigint): Promise<Shot> {
  const bizId = randomUUID();
  const json = { amount: 1, bizId, reason: "压测" };
  return asMember(
    db,
    memberId,
    { method: "POST", path: "/api/credits/consume", json },
    { verb: "consumeCredits", memberId, bizId },
  );
}

async function aimAtConsuming({ db }: Shop, n: number): Promise<Shot[]> {
  return Promise.all((await openPurses(db, n, 100)).map((memberId) => consumingShot(db, memberId)));
}

async function aimAtOnePurse({ db }: Shop, n: number): Promise<Shot[]> {
  const [purse] = await openPurses(db, 1, n);
  return Promise.all(Array.from({ length: n }, () => consumingShot(db, purse!)));
}
