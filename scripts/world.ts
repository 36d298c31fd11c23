import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { buildIfStale } from "./build.ts";
import { startChild, type Child } from "./child.ts";
import { startScheduler } from "./cron.ts";
import { startExample } from "./example.ts";
import { readEnvFile } from "./env-file.ts";
import { migrate } from "./migrate.ts";
import { requireFreePort } from "./ports.ts";
import { ensureDatabase, startPostgres } from "./postgres.ts";
import { isAlive } from "./serving.ts";
import { ROOT } from "./stages.ts";

export interface WorldOptions {
  /** A production build, or hot reload. */
  readonly mode: "production" | "development";
  /** Everything that must survive a restart. One world at a time. */
  readonly dataDir: string;
  readonly appPort: number;
  readonly sandboxPort: number;
  /** Any free one when not given. */
  readonly postgresPort?: number | undefined;
  /** A database to use; one of our own when not given. */
  readonly databaseUrl?: string | undefined;
  /** false: a crash may lose data. For tests. */
  readonly durable: boolean;
  /** A mail server that .env names takes the mails; false: it is our own mailbox in any case, as tests need it. */
  readonly usesMailServer: boolean;
  /** A shop in which nobody has an account yet begins with a month of history (decision 57). */
  readonly history: boolean;
  /** Of `examples/ai-chat`; not started when not given. */
  readonly examplePort?: number | undefined;
  /** false: nobody calls the crons; a test calls them itself. */
  readonly scheduler: boolean;
}

/** The database, the local Alipay, the mailbox, the app and the scheduler, running. */
export interface World {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  /** Where the mails can be read; null: .env names a mail server. */
  readonly mailUrl: string | null;
  /** null: the example was not asked for. */
  readonly exampleUrl: string | null;
  readonly databaseUrl: string;
  readonly cronSecret: string;
  /** Resolves with the name of a part that went down by itself. */
  readonly fallen: Promise<string>;
  /** Stops everything, the database last. Harmless twice. */
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

const DATABASE = "zhangfang";
/** Far more than a slow machine takes. */
const HISTORY_WITHIN_MS = 300_000;

/** Starts a world, or throws a Chinese sentence after stopping what had started. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const started: Stoppable[] = [];
  const stop = async () => {
    for (let part = started.pop(); part; part = started.pop()) await part.stop();
  };
  try {
    return { ...(await startParts(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: WorldOptions, started: Stoppable[]): Promise<Omit<World, "stop">> {
  const { appPort, sandboxPort, examplePort, dataDir } = options;
  await requireFreePort(appPort, "PORT");
  await requireFreePort(sandboxPort, "SANDBOX_PORT");
  if (examplePort !== undefined) await requireFreePort(examplePort, "EXAMPLE_PORT");
  await mkdir(resolve(dataDir, "logs"), { recursive: true });
  started.push(await lockFolder(dataDir));
  const secrets = await keepSecrets(resolve(dataDir, "secrets.json"));

  const databaseUrl = await openDatabase(options, started);
  await migrate(databaseUrl);
  const { sandbox, sandboxUrl } = await startSandbox(options, started);
  const mailbox = await startMailbox(options, started);
  const appUrl = `http://localhost:${appPort}`;
  const merchant = await merchantOf(sandboxUrl);
  // A product that is tried out beside it is on this machine, too.
  const own = { DATABASE_URL: databaseUrl, APP_URL: appUrl, WEBHOOK_ALLOW_PRIVATE: "1" };
  const inner = { ...own, ...secrets, ...merchant };
  await furnish(options, inner, sandboxUrl, started);
  const env = { ...inner, ...mailbox?.env };
  const app = await startApp(options, appUrl, env, started);

  const example =
    examplePort === undefined ? null : await startExample({ appUrl, env: inner, dataDir, port: examplePort });
  if (example) started.push(example);

  const cronSecret = secrets.CRON_SECRET;
  if (options.scheduler) started.push(startScheduler({ origin: appUrl, secret: cronSecret }));
  const children = [app, sandbox, ...(mailbox ? [mailbox.child] : []), ...(example ? [example] : [])];
  const fallen = Promise.race(children.map((child) => child.ended.then(() => child.name)));
  const exampleUrl = example && `http://127.0.0.1:${examplePort}`;
  return { appUrl, sandboxUrl, mailUrl: mailbox?.mailUrl ?? null, exampleUrl, databaseUrl, cronSecret, fallen };
}

/** Two worlds on one data folder would take the database from each other. */
export async function lockFolder(dataDir: string): Promise<Stoppable> {
  const lock = resolve(dataDir, "world.pid");
  const holder = existsSync(lock) ? Number(await readFile(lock, "utf8")) : 0;
  if (holder && isAlive(holder))
    throw new Error(`进程 ${holder} 正在使用 ${dataDir}：请先停掉它；如果它不是账房，请删除 ${lock} 再试。`);
  await writeFile(lock, String(process.pid));
  return { stop: () => rm(lock, { force: true }) };
}

/** Made once and kept, so that sessions survive a restart. */
async function keepSecrets(file: string): Promise<{ NEXTAUTH_SECRET: string; CRON_SECRET: string }> {
  if (!existsSync(file)) {
    const fresh = () => randomBytes(32).toString("base64url");
    await writeFile(file, JSON.stringify({ NEXTAUTH_SECRET: fresh(), CRON_SECRET: fresh() }), { mode: 0o600 });
  }
  return JSON.parse(await readFile(file, "utf8")) as { NEXTAUTH_SECRET: string; CRON_SECRET: string };
}

/** The given one, or one of our own. */
async function openDatabase(options: WorldOptions, started: Stoppable[]): Promise<string> {
  const { databaseUrl, dataDir, postgresPort, durable } = options;
  if (databaseUrl) {
    const { host, pathname } = new URL(databaseUrl);
    console.log(`使用 DATABASE_URL 指定的数据库：${host}${pathname}`);
    return databaseUrl;
  }
  console.log("正在启动数据库……");
  const postgres = await startPostgres({ dataDir: resolve(dataDir, "postgres"), port: postgresPort, durable });
  started.push(postgres);
  await ensureDatabase(postgres, DATABASE);
  return postgres.urlOf(DATABASE);
}

/** What is on sale, the demo accounts, and before them the history, which takes Alipay's notices where the shop will be. */
async function furnish(
  { history, appPort, dataDir }: WorldOptions,
  configuration: Record<string, string>,
  sandboxUrl: string,
  started: Stoppable[],
): Promise<void> {
  const env = { ...configuration, SANDBOX_URL: sandboxUrl, SHOP_PORT: String(appPort) };
  const run = async (name: string, args: readonly string[], logFile: string | null, says: RegExp, ms: number) => {
    const child = startChild({ name, args, env, logFile });
    started.push(child);
    await child.says(says, ms);
    await child.ended;
  };
  if (history) {
    const log = resolve(dataDir, "logs/history.log");
    await run("历史", ["scripts/history.ts"], log, /^历史：/m, HISTORY_WITHIN_MS);
  }
  await run("商品目录", ["prisma/seed.ts", "--demo"], null, /商品目录/, 30_000);
}

async function startSandbox(
  options: WorldOptions,
  started: Stoppable[],
): Promise<{ sandbox: Child; sandboxUrl: string }> {
  const { dataDir, sandboxPort } = options;
  const sandbox = startChild({
    name: "本地支付宝",
    args: ["packages/alipay-sandbox/src/server.ts"],
    env: { SANDBOX_PORT: String(sandboxPort), SANDBOX_DATA: resolve(dataDir, "sandbox") },
    logFile: resolve(dataDir, "logs/sandbox.log"),
  });
  started.push(sandbox);
  const [, sandboxUrl] = await sandbox.says(/^SANDBOX_URL=(\S+)$/m, 20_000);
  return { sandbox, sandboxUrl: sandboxUrl! };
}

interface StartedMailbox {
  readonly child: Child;
  readonly mailUrl: string;
  /** The configuration of the product. */
  readonly env: { readonly SMTP_URL: string; readonly MAIL_FROM: string };
}

/** Takes the mails of the product, on any free ports. null: .env names a mail server of its own. */
async function startMailbox(
  { dataDir, usesMailServer }: WorldOptions,
  started: Stoppable[],
): Promise<StartedMailbox | null> {
  const { SMTP_URL, SMTP_URL_FILE } = readEnvFile(ROOT, {});
  if (usesMailServer && (SMTP_URL || SMTP_URL_FILE)) return null;
  const logFile = resolve(dataDir, "logs/mail.log");
  const child = startChild({ name: "本机信箱", args: ["scripts/mail-catcher.ts"], env: {}, logFile });
  started.push(child);
  const [, smtpUrl, mailUrl] = await child.says(/^SMTP_URL=(\S+)\nMAIL_URL=(\S+)$/m, 20_000);
  return { child, mailUrl: mailUrl!, env: { SMTP_URL: smtpUrl!, MAIL_FROM: "账房 <no-reply@demo.test>" } };
}

interface Merchant {
  readonly appId: string;
  readonly sellerId: string;
  readonly gateway: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** The local Alipay hands out a merchant, as the real one does on its console. */
async function merchantOf(sandboxUrl: string): Promise<Record<string, string>> {
  const merchant = (await (await fetch(`${sandboxUrl}/control/merchant`)).json()) as Merchant;
  return {
    ALIPAY_APP_ID: merchant.appId,
    ALIPAY_SELLER_ID: merchant.sellerId,
    ALIPAY_GATEWAY: merchant.gateway,
    ALIPAY_PRIVATE_KEY: merchant.privateKey,
    ALIPAY_PUBLIC_KEY: merchant.publicKey,
  };
}

async function startApp(
  { mode, dataDir, appPort }: WorldOptions,
  appUrl: string,
  env: Record<string, string>,
  started: Stoppable[],
): Promise<Child> {
  const isProduction = mode === "production";
  if (isProduction && !(await buildIfStale())) throw new Error("构建没有成功，原因见上面的输出。");
  const program = isProduction ? ["scripts/start.ts"] : ["node_modules/next/dist/bin/next", "dev"];
  console.log("正在启动账房……");
  // The production server reads .env itself; the one of development would expand it.
  const fromFile = isProduction ? {} : readEnvFile(ROOT, env);
  const app = startChild({
    name: "账房",
    args: [...program, "--hostname", "127.0.0.1", "--port", String(appPort)],
    env: { ...fromFile, ...env, TZ: "Asia/Shanghai", NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: "1" },
    logFile: isProduction ? resolve(dataDir, "logs/app.log") : null,
  });
  started.push(app);
  await untilReady(app, `${appUrl}/api/health?ready=1`);
  return app;
}

const READY_WITHIN_MS = 90_000;

export async function untilReady(app: Child, address: string): Promise<void> {
  let isGone = false;
  void app.ended.then(() => {
    isGone = true;
  });
  for (const end = Date.now() + READY_WITHIN_MS; !isGone && Date.now() < end;) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  app.failed("没有启动起来");
}
