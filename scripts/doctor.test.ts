import { once } from "node:events";
import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { APPEND_ONLY_TABLES } from "../lib/db/append-only.ts";
import { query, useDatabase } from "../lib/testing/database.ts";
import { findDoors, knock, type Door } from "../lib/testing/doors.ts";
import { plantFault, setAlipayClock, useSandbox } from "../lib/testing/gateway.ts";
import { diagnose } from "./doctor.ts";
import { childEnv, configuration } from "./environment.mjs";

useSandbox();
useDatabase();

/** The product's notify address and its health, as the network sees them. */
let site: Server;
let notify: Door;
let health: Door;
/** What the site does instead, when a test breaks it. */
let broken: { status: number; headers?: Record<string, string>; body: string } | null = null;

beforeAll(async () => {
  const doors = await findDoors();
  notify = doors.find((door) => door.name === "POST /api/alipay/notify")!;
  health = doors.find((door) => door.name === "GET /api/health")!;
});

beforeEach(async () => {
  broken = null;
  await setAlipayClock(new Date());
  site = createServer(({ method, headers: { authorization = "" } }, response) => {
    void (async () => {
      if (broken) return response.writeHead(broken.status, broken.headers).end(broken.body);
      const headers = { authorization, "x-forwarded-for": "127.0.0.1" };
      const answer = await (method === "GET"
        ? knock(health, { query: "caller=1", headers })
        : knock(notify, { raw: "" }));
      return response.writeHead(answer.status).end(answer.text);
    })();
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
});
afterEach(() => {
  site.close();
  site.closeAllConnections();
});

type Changes = Readonly<Record<string, string>>;

function environment(changes: Changes = {}): Record<string, string> {
  return { ...configuration(), APP_URL: `http://127.0.0.1:${(site.address() as AddressInfo).port}`, ...changes };
}

/** What the doctor complains about. */
async function complaints(changes: Changes = {}, clock?: () => Date): Promise<string[]> {
  const findings = await diagnose(environment(changes), clock);
  return findings.filter(({ level }) => level !== "ok").map(({ level, what, fix }) => `${level}: ${what} → ${fix}`);
}

/** The database of these tests is careless on purpose, and its owner may do everything. */
const CARELESS = /fsync|full_page_writes|synchronous_commit|超级用户/;
const beyondCareless = (words: string[]) => words.filter((line) => !CARELESS.test(line));

async function expectOnly(changes: Changes, words: RegExp, clock?: () => Date): Promise<void> {
  const found = beyondCareless(await complaints(changes, clock));
  expect(found).toEqual([expect.stringMatching(words)]);
}

const APP_KEY = () => process.env.ALIPAY_PRIVATE_KEY!;

describe("the doctor", () => {
  test("finds nothing wrong where nothing is, but for the careless test database", async () => {
    const found = await complaints();
    expect(beyondCareless(found)).toEqual([]);
    expect(found.filter((line) => CARELESS.test(line))).toHaveLength(4);
  });

  test("with a value missing or malformed says that alone", async () => {
    const found = await complaints({ CRON_SECRET: "short", ALIPAY_PRIVATE_KEY: "no key", ALIPAY_APP_ID: "" });
    expect(found.map((line) => line.split("：")[0])).toEqual([
      "error: CRON_SECRET",
      "error: ALIPAY_APP_ID",
      "error: ALIPAY_PRIVATE_KEY",
    ]);
  });
});

test("before the start says nothing of what only a running app can answer for", async () => {
  await query("insert into sys_job (name, create_time) values ('reconcile', '2020-01-01')");
  const nobody = environment({ APP_URL: "http://127.0.0.1:9" });
  const levels = async (withApp: boolean) =>
    (await diagnose(nobody, undefined, withApp))
      .filter(({ level, what }) => level === "error" && !CARELESS.test(what))
      .map(({ what }) => what);
  expect(await levels(true)).toEqual([
    expect.stringContaining("打不开通知地址"),
    expect.stringContaining("定时任务太久没有"),
  ]);
  expect(await levels(false)).toEqual([]);
});

describe("the jobs", () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const known = (name: string, succeeded: Date | null) =>
    query("insert into sys_job (name, succeeded_at, create_time) values ($1, $2, $3)", [
      name,
      succeeded,
      hoursAgo(100),
    ]);

  test("that has not succeeded for three of its intervals is named, and no other", async () => {
    await known("expire-orders", hoursAgo(0));
    await known("complete-orders", hoursAgo(2));
    await known("reconcile", hoursAgo(4));
    await known("settle-refunds", null);
    await expectOnly(
      {},
      /^error: 这些定时任务太久没有成功运行：推进退款（settle-refunds，从来没有成功过）、对账（reconcile，上次成功是北京时间 [\d: -]+） → .*npm run cron/,
    );
  });
});

test("a Redis that is configured and does not answer", async () => {
  await expectOnly({ REDIS_URL: "redis://127.0.0.1:1" }, /^warning: REDIS_URL 的 Redis 不回答：.*ECONNREFUSED/);
});

describe("keys, secrets and worlds", () => {
  test("the app's public key in place of Alipay's", async () => {
    const { createPrivateKey, createPublicKey } = await import("node:crypto");
    const pkcs8 = createPrivateKey({ key: Buffer.from(APP_KEY(), "base64"), format: "der", type: "pkcs8" });
    const own = createPublicKey(pkcs8).export({ format: "der", type: "spki" }).toString("base64");
    const found = beyondCareless(await complaints({ ALIPAY_PUBLIC_KEY: own }));
    expect(found[0]).toMatch(/^error: ALIPAY_PUBLIC_KEY 填成了应用公钥.*→.*支付宝公钥/);
  });

  test.each([
    [
      "a sandbox app at the live gateway",
      "9021000000000001",
      "https://openapi.alipay.com/gateway.do",
      /沙箱的，网关却是正式/,
    ],
    [
      "a live app at the sandbox",
      "2021000000000001",
      "https://openapi-sandbox.dl.alipaydev.com/gateway.do",
      /正式环境的，网关却是沙箱/,
    ],
    ["somebody else's gateway", "2021000000000001", "https://pay.invalid/gateway.do", /不是支付宝的地址/],
  ])("%s", async (_, appId, gateway, words) => {
    const found = await complaints({ ALIPAY_APP_ID: appId, ALIPAY_GATEWAY: gateway });
    expect(found).toContainEqual(expect.stringMatching(words));
  });

  test("a public shop whose gateway takes no real money", async () => {
    const found = await complaints({ APP_URL: "https://shop.invalid" });
    expect(found).toContainEqual(expect.stringMatching(/买家付的不会是真钱/));
  });

  test("one secret for two things, and a secret of one letter", async () => {
    const found = await complaints({ NEXTAUTH_SECRET: "a".repeat(40), CRON_SECRET: "a".repeat(40) });
    expect(beyondCareless(found)).toEqual([
      expect.stringMatching(/NEXTAUTH_SECRET 太简单/),
      expect.stringMatching(/CRON_SECRET 太简单/),
      expect.stringMatching(/相同/),
      expect.stringMatching(/正在运行的应用用的是另一个 CRON_SECRET/),
    ]);
  });
});

describe("the gateway", () => {
  test("that does not know our key", () =>
    expectOnly(
      { ALIPAY_PRIVATE_KEY: inject("world").merchant.privateKey },
      /^error: 支付宝验不过我们的签名.*→.*应用公钥/,
    ));

  test("that does not know our app", () =>
    expectOnly({ ALIPAY_APP_ID: "9021999999999999" }, /^error: 这个网关不认识 ALIPAY_APP_ID/));

  test("whose answers do not verify", () =>
    expectOnly({ ALIPAY_PUBLIC_KEY: inject("world").alipay.publicKey }, /^error: 支付宝的回答验不过/));

  test("that is out of order for a while", async () => {
    await plantFault({ fault: "unknown-error", method: "alipay.trade.query", times: 0 });
    await expectOnly({}, /^warning: 支付宝暂时不可用/);
  });

  test("whose yes is not signed", async () => {
    await plantFault({ fault: "missing-signature", method: "alipay.trade.query" });
    await expectOnly({}, /^error: 支付宝拒绝了查询：40004 ACQ\.TRADE_NOT_EXIST/);
  });

  test("that is no gateway", () =>
    expectOnly({ ALIPAY_GATEWAY: environment().APP_URL! }, /^error: .*不是支付宝的格式.*gateway\.do/));

  test("that cannot be reached", () =>
    expectOnly({ ALIPAY_GATEWAY: "http://127.0.0.1:9/gateway.do" }, /^error: 连不上网关/));

  test.each([
    [60_000, /^warning: 这台机器的时钟比支付宝快 (59|60|61) 秒/],
    [-20 * 60_000, /^error: 这台机器的时钟比支付宝慢 \d{4} 秒/],
  ])("from whose clock ours differs by %d ms", async (skewMs, words) => {
    const found = await complaints({}, () => new Date(Date.now() + skewMs));
    expect(found).toContainEqual(expect.stringMatching(words));
  });
});

describe("the notify address", () => {
  test("where nobody answers", () => expectOnly({ APP_URL: "http://127.0.0.1:9" }, /^error: 打不开通知地址/));

  test("that does not exist", async () => {
    const found = await complaints({ APP_URL: "https://shop.invalid" });
    expect(found).toContainEqual(expect.stringMatching(/域名 shop\.invalid 查不到地址/));
  });

  test("that only this network can reach", async () => {
    const found = await complaints({ APP_URL: "https://10.255.255.1" });
    expect(found).toContainEqual(expect.stringMatching(/内网地址 10\.255\.255\.1/));
  });

  test.each([
    ["redirects", { status: 302, headers: { location: "/login" }, body: "" }, /会跳转到 \/login/],
    ["believes everything", { status: 200, body: "success" }, /没有签名的通知回答了 success/],
    ["is behind a login", { status: 403, body: "<h1>login</h1>" }, /HTTP 403.*放行/],
  ])("that %s", async (_, answer, words) => {
    broken = answer;
    await expectOnly({}, words);
  });
});

describe("the database", () => {
  test("by whose address two shops are told apart that are one", async () => {
    const found = await complaints({ DATABASE_URL: `${process.env.DATABASE_URL}?schema=shop` });
    expect(found).toEqual([expect.stringMatching(/^error: DATABASE_URL：地址里的参数 schema 不起作用.*两个数据库/)]);
  });

  test("with parameters that nobody reads", () =>
    expectOnly(
      { DATABASE_URL: `${process.env.DATABASE_URL}?connection_limit=5&pgbouncer=true` },
      /^warning: DATABASE_URL 里的这些参数不起作用：connection_limit、pgbouncer →/,
    ));

  test("that cannot be reached", async () => {
    const found = await complaints({ DATABASE_URL: "postgresql://nobody:wrong@127.0.0.1:9/none" });
    expect(found).toEqual([expect.stringMatching(/^error: 连不上数据库：.*ECONNREFUSED/)]);
  });

  test("that nobody has migrated", async () => {
    const found = await complaints({ DATABASE_URL: inject("world").postgresUrl });
    expect(found).toContainEqual(expect.stringMatching(/^error: 数据库还没有执行迁移：0001_init.*npm run db:migrate/));
  });

  test("whose migrations are not ours", async () => {
    await query("update _prisma_migrations set checksum = reverse(checksum)");
    await expectOnly({}, /^error: 数据库执行的迁移与代码不是同一份：0001_init/);
    await query("update _prisma_migrations set checksum = reverse(checksum)");
  });

  test.each(APPEND_ONLY_TABLES)("whose %s can be rewritten", async (table) => {
    await query(`alter table ${table} disable trigger ${table}_append_only`);
    await expectOnly({}, new RegExp(`^error: 这些表的记录可以被改写或删除：${table} →`));
    await query(`alter table ${table} enable trigger ${table}_append_only`);
  });
});

test("the command prints it all and ends with 1 when something is wrong", async () => {
  const child = spawn(process.execPath, ["scripts/doctor.ts"], {
    env: childEnv({ ...environment(), TZ: "UTC" }),
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  expect(said).toContain("✓ 签名的查询得到了验得过的回答");
  expect(said).toContain("! 进程的时区是 UTC");
  expect(said).toContain("✓ TRUSTED_PROXIES=1：频率限制把这台机器算作 127.0.0.1");
  expect(said).toMatch(/✗ 数据库的 fsync 是关闭的.*\n    → /);
  expect(said).toMatch(/\n3 处错误，2 处提醒，\d+ 项正常\n$/);
});
