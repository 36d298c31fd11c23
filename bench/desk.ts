/** npm run bench:desk: what finance asks for, in a shop of a million orders: insights, exports, and the memory they take. */
import { mkdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { resolve } from "node:path";
import pg from "pg";
import { EXPORT_NAMES } from "../lib/contracts/exports.ts";
import { beijingDay } from "../lib/core/day-range.ts";
import { after, DAY_MS } from "../lib/core/time.ts";
import { buildIfStale } from "../scripts/build.ts";
import { runScript } from "../scripts/script.ts";
import { ROOT } from "../scripts/stages.ts";
import { lockFolder } from "../scripts/world.ts";
import { makeKeys, openDatabase, openPostgres, startApp, type Served } from "./premises.ts";
import { signedIn } from "./sessions.ts";
import type { Closing } from "./site.ts";
import { stockShop } from "./stock.ts";

const ORDERS = 1_000_000;
const ASKED = 10;
const daysAgo = (days: number) => beijingDay(after(new Date(), -days * DAY_MS));

type Headers = Readonly<Record<string, string>>;

async function main(): Promise<void> {
  const closing: Closing = [];
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  try {
    const { app, headers } = await openDesk(closing);
    console.log(`机器的负载：${loadavg()[0]!.toFixed(1)}`);
    for (const days of [30, 92, 366]) await measureInsights(app, headers, days);
    await measureExport(app, headers, "orders", 30);
    for (const name of EXPORT_NAMES) await measureExport(app, headers, name, 366);
  } finally {
    for (let close = closing.pop(); close; close = closing.pop()) await close();
  }
}

async function openDesk(closing: Closing): Promise<{ app: Served; headers: Headers }> {
  const dataDir = resolve(ROOT, ".data/bench");
  await mkdir(dataDir, { recursive: true });
  closing.push((await lockFolder(dataDir)).stop);
  if (!(await buildIfStale())) throw new Error("构建没有成功，原因见上面的输出。");
  const postgres = await openPostgres();
  closing.push(postgres.stop);
  const env = { ...makeKeys().env, DATABASE_URL: await openDatabase(postgres, "desk") };
  // The cookie is made here with the app's own name and secret.
  Object.assign(process.env, env);
  const db = new pg.Pool({ connectionString: env.DATABASE_URL, max: 2 });
  db.on("error", () => {});
  closing.push(() => db.end());
  console.log(`正在准备 ${ORDERS.toLocaleString("en")} 个订单……`);
  await stockShop(db, ORDERS);
  await db.query("update ums_member set role = 'FINANCE' where id = 1");
  const app = await startApp("账房", env);
  closing.push(app.stop);
  return { app, headers: await signedIn(db, 1n) };
}

async function measureInsights({ origin }: Served, headers: Headers, days: number): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < ASKED; i += 1) {
    const began = performance.now();
    const answer = await fetch(`${origin}/api/admin/insights?from=${daysAgo(days - 1)}`, { headers });
    if (!answer.ok) throw new Error(`经营：${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(`经营 ${days} 天：中位数 ${Math.round(times[ASKED / 2]!)} ms，最慢 ${Math.round(times.at(-1)!)} ms`);
}

/** The last days as a file, and the most memory that the app had while it was sent: flat, where a year takes no more than a month. */
async function measureExport(app: Served, headers: Headers, name: string, days: number): Promise<void> {
  let most = (await app.memoryMb()) ?? 0;
  const before = most;
  const watch = setInterval(() => void app.memoryMb().then((mb) => (most = Math.max(most, mb ?? 0))), 200);
  const began = performance.now();
  const answer = await fetch(`${app.origin}/api/admin/exports/${name}?from=${daysAgo(days - 1)}`, { headers });
  if (!answer.ok) throw new Error(`${name}：${answer.status} ${await answer.text()}`);
  let [bytes, lines] = [0, -1];
  for await (const piece of answer.body!) {
    bytes += piece.length;
    for (const byte of piece) if (byte === 10) lines += 1;
  }
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `导出 ${name} ${days} 天：${lines.toLocaleString("en")} 行，${(bytes / 1e6).toFixed(1)} MB，${seconds.toFixed(1)} s，` +
      `内存 ${before} → 最多 ${most} MB`,
  );
}

await runScript(main);
process.exit();
