import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { closeDatabase } from "../../lib/db/pool.ts";
import { startPgBouncer } from "../../scripts/pgbouncer.ts";
import { Alipay } from "./alipay.ts";
import { BackEnd } from "./back-end.ts";
import { Database } from "./database.ts";
import { diceOf } from "../../scripts/dice.ts";
import { Findings } from "./findings.ts";
import { Front } from "./front.ts";
import { Hearing } from "./hearing.ts";
import { Instances } from "./instances.ts";
import { Person } from "./person.ts";
import { Promises } from "./promises.ts";

/** Products by how their refund is decided. */
export interface Catalog {
  /** Refunded without review. */
  readonly small: number;
  /** One person decides. */
  readonly large: number;
  /** Two people decide. */
  readonly huge: number;
  readonly planId: number;
}

/** The environment of a scenario. */
export interface World {
  readonly seed: number;
  readonly findings: Findings;
  readonly promises: Promises;
  readonly database: Database;
  readonly alipay: Alipay;
  readonly front: Front;
  readonly instances: Instances;
  readonly catalog: Catalog;
  readonly buyers: readonly Person[];
  readonly admins: readonly Person[];
  readonly backEnd: BackEnd;
  readonly hearing: Hearing;
  readonly cronSecret: string;
  /** Runs `work` unless one with this name is running. */
  alone(name: string, work: () => Promise<void>): Promise<void>;
  /** Where the logs are. */
  readonly folder: string;
  /** Everything, and its data; the logs only where nobody wants to read them. */
  stop(keepLogs?: boolean): Promise<void>;
}

const BUYERS = 6;
const ADMINS = 3;

export interface WorldOptions {
  /** Where the product stands; another folder for a copy with a bug in it. */
  readonly root?: string | undefined;
  /** The product reaches its database through PgBouncer, which lends connections for one transaction. */
  readonly pooler: boolean;
}

/** A database, an Alipay, two instances of the product behind one address, and people. */
export async function startWorld(seed: number, options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(resolve(tmpdir(), "zhangfang-simulation-"));
  await chmod(folder, 0o755); // As root the server runs as another user, who must be able to walk in.
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (keepLogs = false) => {
    for (let part = started.pop(); part; part = started.pop()) await part();
    const leftovers = keepLogs ? resolve(folder, "postgres") : folder;
    await rm(leftovers, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    return { folder, ...(await startParts(seed, folder, options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  seed: number,
  folder: string,
  { root, pooler }: WorldOptions,
  started: (() => Promise<unknown>)[],
): Promise<Omit<World, "stop" | "folder">> {
  const findings = new Findings();
  const database = await Database.start(folder);
  started.push(() => database.stop());
  const alipay = await Alipay.start(folder);
  started.push(() => alipay.stop());
  const front = await Front.open(() => instances.living(), diceOf(seed, "front"), findings);
  started.push(() => front.close());
  const cronSecret = randomBytes(32).toString("base64url");
  // This process uses the product's own code to read the books, so it shares the configuration.
  const env = {
    ...(pooler ? await putPoolerBefore(database, started) : { DATABASE_URL: database.url }),
    APP_URL: front.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CRON_SECRET: cronSecret,
    WEBHOOK_ALLOW_PRIVATE: "1",
  };
  const envs = (await alipay.environments(folder)).map((accounts) => ({ ...env, ...accounts }));
  Object.assign(process.env, envs[0]);
  started.push(closeDatabase);
  const instances = new Instances({ envs, root, logFile: resolve(folder, "instances.log") }, findings);
  started.push(() => instances.stop());
  await instances.start();
  const people = await settle(database, front, findings);
  const parts = { seed, findings, promises: new Promises(), database, alipay, front, instances, cronSecret };
  const backEnd = await BackEnd.open(database, people.admins[0]!.id, front.url, findings);
  const hearing = await Hearing.open(database, diceOf(seed, "hearing"), findings);
  started.push(() => Promise.resolve(hearing.close()));
  return { ...parts, ...people, backEnd, hearing, catalog: await stock(database), alone: turns() };
}

/** Fewer connections to the server than the instances together ask for. */
const LENT_CONNECTIONS = 8;

/** The product's configuration for its database behind a PgBouncer. */
async function putPoolerBefore(database: Database, started: (() => Promise<unknown>)[]) {
  const pooler = await startPgBouncer({
    databaseUrl: database.url,
    mode: "transaction",
    connections: LENT_CONNECTIONS,
    // How long it leaves a server alone that did not answer; 15 s unless said otherwise.
    settings: { server_login_retry: "1" },
  });
  started.push(() => pooler.stop());
  return { DATABASE_URL: pooler.through(database.url), DATABASE_POOL_MODE: "transaction" };
}

async function settle(database: Database, front: Front, findings: Findings) {
  const invite = (count: number, role: "MEMBER" | "ADMIN") =>
    Promise.all(Array.from({ length: count }, () => newPerson({ database, front, findings }, role)));
  return { buyers: await invite(BUYERS, "MEMBER"), admins: await invite(ADMINS, "ADMIN") };
}

/** A new member, signed in; where the answer of the database is lost, another one beside it. */
export async function newPerson(
  { database, front, findings }: Pick<World, "database" | "front" | "findings">,
  role: "MEMBER" | "ADMIN" = "MEMBER",
): Promise<Person> {
  const [row] = await database.ask<{ id: string; member_id: string }>(
    `with member as (insert into ums_member (email, password_hash, name, role)
       values (gen_random_uuid() || '@example.com', 'scrypt$$', '模拟', $1) returning id),
     customer as (insert into ums_customer (external_id, member_id) select 'user:' || id, id from member)
     insert into ums_member_session (id, member_id, user_agent, expire_time)
       select gen_random_uuid()::text, id, '模拟', now() + interval '7 days' from member returning id, member_id`,
    [role],
  );
  return Person.signIn(BigInt(row!.member_id), row!.id, front.url, findings);
}

async function stock(database: Database): Promise<Catalog> {
  const pack = async (name: string, priceFen: number) => {
    const [row] = await database.ask<{ id: string }>(
      "insert into pms_credit_product (name, credit_amount, bonus_credits, price_fen, valid_days) values ($1, 100, 10, $2, 365) returning id",
      [name, priceFen],
    );
    return Number(row!.id);
  };
  const [plan] = await database.ask<{ id: string }>(
    `insert into ums_subscription_plans (code, name, level, price_monthly_fen, price_yearly_fen, features, other_terms)
     values ('pro', '专业版', 1, 1900, 19900, '{}', '[{"unit": "DAY", "count": 3, "priceFen": 390}]') returning id`,
  );
  return {
    small: await pack("小包", 990),
    large: await pack("大包", 30_000),
    huge: await pack("巨包", 210_000),
    planId: Number(plan!.id),
  };
}

function turns(): World["alone"] {
  const busy = new Set<string>();
  return async (name, work) => {
    if (busy.has(name)) return;
    busy.add(name);
    try {
      await work();
    } finally {
      busy.delete(name);
    }
  };
}
