import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { cacheCatalog, showCatalog } from "../catalog/show-catalog.ts";
import { prisma } from "./client.ts";
import { db } from "./database.ts";
import { closeDatabase, pool } from "./pool.ts";
import { reportRow } from "./report.ts";
import { PoolerRefusal } from "./send.ts";
import { env } from "../env.ts";
import { checkPooler } from "../start.ts";
import { aCreditProduct, aMember } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { findDoors, knock, type Answer, type Door } from "../testing/doors.ts";
import { signedInAs } from "../testing/sessions.ts";
import { examineDatabase } from "../../scripts/doctor/database.ts";
import { migrate } from "../../scripts/migrate.ts";
import { startPgBouncer, type PgBouncer } from "../../scripts/pgbouncer.ts";

useDatabase();

const CONNECTIONS = 3;
const DROPS_PARAMETERS = {
  ignore_startup_parameters: "statement_timeout,lock_timeout,options,idle_in_transaction_session_timeout",
};

let direct: string;
/** As it comes, and told to drop the start-up parameters. */
let strict: PgBouncer;
let lax: PgBouncer;
let doors: Map<string, Door>;

beforeAll(async () => {
  direct = env().databaseUrl;
  // A server of another zone than ours; connections that are opened from now on have it.
  await query(`alter database ${new URL(direct).pathname.slice(1)} set timezone to 'Asia/Shanghai'`);
  const common = { databaseUrl: direct, mode: "transaction", connections: CONNECTIONS } as const;
  strict = await startPgBouncer(common);
  lax = await startPgBouncer({ ...common, settings: DROPS_PARAMETERS });
  doors = new Map((await findDoors()).map((door) => [door.name, door]));
});
afterAll(() => Promise.all([strict.stop(), lax.stop()]));

async function connectThrough(pooler: PgBouncer, mode: "session" | "transaction"): Promise<void> {
  await closeDatabase();
  vi.stubEnv("DATABASE_URL", pooler.through(direct));
  vi.stubEnv("DATABASE_POOL_MODE", mode);
}
afterEach(async () => {
  await closeDatabase();
  vi.stubEnv("DATABASE_URL", direct);
  vi.stubEnv("DATABASE_POOL_MODE", undefined);
});

interface Shop {
  readonly productId: number;
  readonly people: readonly { readonly cookie: string }[];
}

async function aShop(): Promise<Shop> {
  const { productId } = await aCreditProduct();
  return { productId, people: await Promise.all(Array.from({ length: 15 }, async () => signedInAs(await aMember()))) };
}

/** 60 requests at once: reads of Prisma and of Kysely, and commits. */
async function askSixty({ people, productId }: Shop): Promise<Answer[]> {
  const ask = (name: string, sent: Parameters<typeof knock>[1]) => knock(doors.get(name)!, sent);
  return Promise.all(
    people.flatMap((headers) => [
      ask("GET /api/catalog", {}),
      ask("GET /api/credits/balance", { headers }),
      ask("GET /api/notices", { headers, query: "pageNum=1" }),
      ask("POST /api/payment/create-credits-order", { headers, body: { productId, returnUrl: "/credits" } }),
    ]),
  );
}

const statusesOf = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))];

describe("through a pooler of transactions", () => {
  beforeEach(() => connectThrough(strict, "transaction"));

  test("60 requests at once are answered", async () => {
    expect(statusesOf(await askSixty(await aShop()))).toEqual([200]);
  });

  test("every statement has its limits and UTC, and nothing of it stays on the server's connection", async () => {
    cacheCatalog();
    await askSixty(await aShop());
    const settings = sql<Record<string, string>>`select current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock, current_setting('TimeZone') as zone, current_setting('application_name') as name`;
    const under = { statement: "10s", lock: "5s", zone: "UTC", name: "zhangfang" };
    expect((await settings.execute(db)).rows).toEqual([under]);
    expect(await prisma().$queryRawUnsafe(settings.compile(db).sql)).toEqual([under]);
    expect(await reportRow(settings, 300_000)).toEqual({ ...under, statement: "5min" });
    await expect(reportRow(sql`select pg_sleep(5)`, 20)).rejects.toMatchObject({ code: "BUSY" });
    await migrate(strict.through(direct));

    // Without values a text is sent as it is, and so tells what it finds. Held for a moment, so that each has its own.
    const found = await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const { rows } = await pool().query<Record<string, unknown>>(`select pg_backend_pid() as pid,
          (select count(*)::int from pg_prepared_statements) as prepared,
          (select count(*)::int from pg_listening_channels()) as channels,
          (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
          pg_my_temp_schema()::int as temporary, current_setting('statement_timeout') as timeout,
          current_setting('application_name') as name, current_setting('TimeZone') as zone, pg_sleep(0.2)::text as held`);
        return rows[0]!;
      }),
    );
    expect(new Set(found.map(({ pid }) => pid)).size).toBe(CONNECTIONS);
    const bare = {
      prepared: 0,
      channels: 0,
      locks: 0,
      temporary: 0,
      timeout: "0",
      name: "",
      zone: "Asia/Shanghai",
      held: "",
    };
    expect(found).toEqual(found.map(({ pid }) => ({ pid, ...bare })));
  });

  test("the catalogue is not cached: a change could not be heard of", async () => {
    cacheCatalog();
    await aCreditProduct({ priceFen: 990 });
    expect((await showCatalog()).creditProducts).toMatchObject([{ price: 9.9 }]);
    // As a replica no trigger tells of it.
    await query(
      "begin; set local session_replication_role = replica; update pms_credit_product set price_fen = 100; commit",
    );
    expect((await showCatalog()).creditProducts).toMatchObject([{ price: 1 }]);
  });

  test("instants are what they are, whatever the server's time zone", async () => {
    const createTime = new Date("2026-03-01T04:00:00.123Z");
    const email = `${randomUUID()}@example.com`;
    await prisma().member.create({ data: { email, passwordHash: "x", name: "某人", createTime } });
    expect(await prisma().member.findFirst({ select: { createTime: true }, where: { createTime } })).toEqual({
      createTime,
    });
  });
});

describe("in session mode", () => {
  test("a pooler that refuses start-up parameters is no weather: it is named at the start", async () => {
    await connectThrough(strict, "session");
    const words = /拒绝启动参数.*DATABASE_POOL_MODE=transaction/;
    await expect(sql`select 1`.execute(db)).rejects.toThrow(words);
    await expect(prisma().member.count()).rejects.toThrow(PoolerRefusal);
    await expect(checkInvariants(new Date())).rejects.toThrow(PoolerRefusal);
    const ended = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const said = vi.spyOn(console, "error").mockReturnValue();
    await checkPooler();
    expect(ended).toHaveBeenCalledWith(1);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(words));
    vi.restoreAllMocks();
  });

  test("named statements collide in a pooler of transactions (control)", async () => {
    const shop = await aShop();
    await connectThrough(lax, "session");
    expect(statusesOf(await askSixty(shop))).toContain(500);
  });
});

describe("the doctor", () => {
  const told = async (where: "none" | "strict" | "lax", poolMode: "session" | "transaction") => {
    const databaseUrl = { none: null, strict, lax }[where]?.through(direct) ?? direct;
    const findings = await examineDatabase({ databaseUrl, poolMax: 10, poolMode }, [], () => new Date());
    return findings
      .map(({ level, what, fix }) => `${level}: ${what} → ${fix}`)
      .filter((line) => /连接/.test(line) && !/超级/.test(line));
  };

  test.each([
    ["a server without a pooler", "none", "session", /^ok: 连接方式 session，每个进程最多 10 个连接/],
    ["a pooler that takes them", "strict", "transaction", /^ok: 连接方式 transaction，每个进程最多 10 个连接/],
    ["one that refuses", "strict", "session", /^error: .*拒绝启动参数.*DATABASE_POOL_MODE=transaction/],
    ["one that drops", "lax", "session", /^error: .*按事务借出连接.*DATABASE_POOL_MODE=transaction/],
  ] as const)("connects as the server does: %s", async (_, where, mode, words) => {
    expect(await told(where, mode)).toEqual([expect.stringMatching(words)]);
  });
});
