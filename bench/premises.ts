import { generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, realpath, rm } from "node:fs/promises";
import { resolve } from "node:path";
import pg from "pg";
import { buildIfStale, digestOfSources } from "../scripts/build.ts";
import { startChild, type Child } from "../scripts/child.ts";
import { migrate } from "../scripts/migrate.ts";
import { freePort } from "../scripts/ports.ts";
import { ensureDatabase, startPostgres, type Postgres } from "../scripts/postgres.ts";
import { ROOT, runStage } from "../scripts/stages.ts";
import { untilReady } from "../scripts/world.ts";

const DATA = resolve(ROOT, ".data/bench");
const FLOOR = resolve(import.meta.dirname, "floor");

/** Alipay's and the merchant's keys of this run: nobody is asked, notices are signed beforehand. */
export interface Keys {
  readonly alipay: KeyObject;
  /** The environment of the app, but for its database. */
  readonly env: Readonly<Record<string, string>>;
}

/** A server of Next under measurement. */
export interface Served {
  readonly origin: string;
  /** Resident memory in MB; null where the system does not tell. */
  memoryMb(): Promise<number | null>;
  stop(): Promise<void>;
}

/** A durable PostgreSQL of its own, gone afterwards. */
export async function openPostgres(): Promise<Postgres> {
  await mkdir(DATA, { recursive: true });
  const dataDir = resolve(DATA, "postgres");
  const postgres = await startPostgres({ dataDir, durable: true });
  const stop = async () => {
    await postgres.stop();
    if (existsSync(dataDir)) await rm(await realpath(dataDir), { recursive: true });
    await rm(dataDir, { force: true });
  };
  return { ...postgres, stop };
}

/** A new database, migrated, with the catalogue; its address. */
export async function openDatabase(postgres: Postgres, name: string): Promise<string> {
  await dropLeftover(postgres, name);
  await ensureDatabase(postgres, name);
  const address = postgres.urlOf(name);
  await migrate(address);
  const seed = startChild({
    name: "商品目录",
    args: ["prisma/seed.ts", "--catalog"],
    env: { DATABASE_URL: address },
    logFile: null,
  });
  await seed.says(/商品目录/, 30_000);
  await seed.ended;
  return address;
}

/** A run that was interrupted leaves its data. */
async function dropLeftover(postgres: Postgres, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.urlOf("postgres") });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

export function makeKeys(): Keys {
  const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
  const [merchant, alipay] = [pair(), pair()];
  return {
    alipay: alipay.privateKey,
    env: {
      ALIPAY_APP_ID: "9021000000000001",
      ALIPAY_SELLER_ID: "2088000000000001",
      ALIPAY_PRIVATE_KEY: merchant.privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
      ALIPAY_PUBLIC_KEY: alipay.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
      // Nobody listens there: no hot path calls Alipay.
      ALIPAY_GATEWAY: "http://127.0.0.1:9/gateway.do",
      NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
      CRON_SECRET: randomBytes(32).toString("base64url"),
      // Never asked: the requests carry no origin, and the ports are free ones.
      APP_URL: "http://localhost:3000",
    },
  };
}

/** Builds the app unless it is built, and the empty handler beside it: the same Next, the same next.config.ts. */
export async function build(): Promise<string> {
  if (!(await buildIfStale())) throw new Error("构建没有成功，原因见上面的输出。");
  const { version } = JSON.parse(await readFile(resolve(ROOT, "node_modules/next/package.json"), "utf8")) as {
    version: string;
  };
  const place = resolve(DATA, `floor-${version}-${(await digestOfSources(FLOOR)).slice(0, 12)}`);
  if (existsSync(resolve(place, ".next/BUILD_ID"))) return place;
  await cp(FLOOR, place, { recursive: true });
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  if (!(await runStage({ name: "空处理器的构建", program: "next", args: ["build", place], env })))
    throw new Error("空处理器没有构建成功，原因见上面的输出。");
  return place;
}

/** One process of the app. */
export function startApp(name: string, env: Readonly<Record<string, string>>): Promise<Served> {
  return serve(name, ["scripts/start.ts"], env, "/api/health?ready=1");
}

/** The app as a platform runs it whose processes sleep between requests: nothing is cached. `npm start` does not set VERCEL. */
export function startSleeper(name: string, env: Readonly<Record<string, string>>): Promise<Served> {
  const args = ["node_modules/next/dist/bin/next", "start"];
  return serve(name, args, { ...env, VERCEL: "1" }, "/api/health?ready=1");
}

/** `env`: the app's own. Next runs our instrumentation for the empty handler too, and that wants a configuration. */
export function startFloor(place: string, env: Readonly<Record<string, string>>): Promise<Served> {
  const args = ["node_modules/next/dist/bin/next", "start", place];
  return serve("空处理器", args, env, "/empty");
}

/** Says which process it is before anything else, so that its memory can be looked up. */
const SAY_PID = "data:text/javascript,console.log(`PID=${process.pid}`)";

async function serve(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: string,
): Promise<Served> {
  const port = String(await freePort());
  const child: Child = startChild({
    name,
    args: ["--import", SAY_PID, ...args, "--hostname", "127.0.0.1", "--port", port],
    env: { ...env, TZ: "Asia/Shanghai", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    logFile: resolve(DATA, `${name}.log`),
  });
  const [, pid] = await child.says(/PID=(\d+)/, 20_000);
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(child, `${origin}${ready}`);
  return { origin, memoryMb: () => memoryOf(Number(pid)), stop: child.stop };
}

async function memoryOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes ? Math.round(Number(kilobytes) / 1024) : null;
}
