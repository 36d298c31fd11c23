/**
 * npm run bench                     every hot path beside its two limits, about 30 minutes
 * npm run bench -- --quick          one short round, under a minute once everything is built; a tenth of the orders
 * npm run bench -- --path settle    one path
 * npm run bench -- --processes 2    a second app process on the same database, too
 */
import { mkdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runScript } from "../scripts/script.ts";
import { ROOT } from "../scripts/stages.ts";
import { lockFolder } from "../scripts/world.ts";
import { BACK_END_PATHS } from "./back-end.ts";
import { medianRatio } from "./figures.ts";
import { judge, judgePair, type Judged } from "./goals.ts";
import { measureCached } from "./cached.ts";
import { FULL, measure, measured, QUICK, warmUp, type Measured, type Pace } from "./measure.ts";
import { HOT_PATHS, type HotPath } from "./paths.ts";
import { build, makeKeys, openPostgres, startApp, startFloor } from "./premises.ts";
import { cachedTable, machine, tableOf, writeResult } from "./report.ts";
import { openSite, type Closing, type Site } from "./site.ts";
import { bigScansSince, scansOf } from "./stock.ts";

const PATHS = [...HOT_PATHS, ...BACK_END_PATHS];

interface Wish {
  readonly isQuick: boolean;
  readonly paths: readonly HotPath[];
  readonly isPair: boolean;
}

function wishOf(args: string[]): Wish {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean" }, path: { type: "string" }, processes: { type: "string" } },
  });
  const { quick: isQuick = false, path, processes = "1" } = values;
  const paths = PATHS.filter(({ name }) => path === undefined || name === path);
  if (paths.length === 0) throw new Error(`没有 ${path} 这条路径，有的是：${PATHS.map(({ name }) => name).join("、")}`);
  if (!/^[12]$/.test(processes)) throw new Error("--processes 只能是 1 或 2。");
  return { isQuick, paths, isPair: processes === "2" };
}

async function main(): Promise<void> {
  const wish = wishOf(process.argv.slice(2));
  const closing: Closing = [];
  // The database ends with us and every child follows; only the unfinished result is lost.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  try {
    await run(wish, closing);
  } finally {
    for (let close = closing.pop(); close; close = closing.pop()) await close();
  }
}

async function run(wish: Wish, closing: Closing): Promise<void> {
  const loadBefore = loadavg()[0]!;
  const pace = wish.isQuick ? QUICK : FULL;
  const orders = { few: 10_000, many: wish.isQuick ? 100_000 : 1_000_000 };
  const { many, few } = await openSites(wish, orders, closing);
  const { db } = many.shop;

  const rows: Measured[] = [];
  const memoryBefore = await many.app.memoryMb();
  const scansBefore = await scansOf(db);
  for (const path of wish.paths) rows.push(...(await measurePath(path, path.isSmall ? few! : many, pace)));
  const memoryMb = { before: memoryBefore, after: await many.app.memoryMb() };
  const scans = await bigScansSince(db, scansBefore);

  const cached = await measureCached(wish.paths, many, pace, closing);
  const pair = wish.isPair ? await measurePair(wish.paths, many, pace, closing) : [];
  const { rows: versions } = await db.query<{ server_version: string }>("show server_version");
  const result = {
    at: new Date().toISOString(),
    isQuick: wish.isQuick,
    rounds: pace.rounds,
    orders,
    machine: machine(versions[0]!.server_version, loadBefore),
    rows,
    goals: [...judge(rows, memoryMb.after), ...pair],
    cached,
    memoryMb,
    scans,
  };
  console.log(tableOf(result));
  if (cached.length > 0) console.log(cachedTable(cached));
  console.log(`\n全部数字：${await writeResult(result)}`);
}

/**
 * The shop with many orders, and the one with few where a path asks for it; both apps and the baseline keep running.
 */
async function openSites(
  { paths }: Wish,
  orders: { readonly few: number; readonly many: number },
  closing: Closing,
): Promise<{ many: Site; few: Site | null }> {
  const dataDir = resolve(ROOT, ".data/bench");
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(dataDir);
  closing.push(lock.stop);
  const floorPlace = await build();
  const postgres = await openPostgres();
  closing.push(postgres.stop);
  const keys = makeKeys();
  // Cookies and notices are made here with the app's own names and secrets.
  const env = { ...keys.env, DATABASE_URL: postgres.urlOf("many") };
  Object.assign(process.env, env);
  const floor = await startFloor(floorPlace, env);
  closing.push(floor.stop);
  const open = (name: "few" | "many") => openSite({ name, orders: orders[name], postgres, keys, floor }, closing);
  const many = await open("many");
  return { many, few: paths.some((path) => path.isSmall) ? await open("few") : null };
}

async function measurePath(path: HotPath, site: Site, pace: Pace): Promise<Measured[]> {
  console.log(`正在测量：${path.title}`);
  await warmUp(path, site, pace);
  const rows: Measured[] = [];
  for (const connections of path.connections)
    rows.push(measured(path, connections, await measure(path, connections, site, pace)));
  return rows;
}

/** Which paths say something about a second process: one that reads, one that writes. */
const PAIRED = new Set(["status", "settle"]);

async function measurePair(
  paths: readonly HotPath[],
  { shop, app, env }: Site,
  pace: Pace,
  closing: Closing,
): Promise<Judged[]> {
  const second = await startApp("账房-2", env);
  closing.push(second.stop);
  const targets = {
    one: { kind: "app", origins: [app.origin] },
    two: { kind: "app", origins: [app.origin, second.origin] },
  } as const;
  const judged: Judged[] = [];
  for (const path of paths.filter(({ name }) => PAIRED.has(name))) {
    console.log(`正在测量：${path.title}，两个进程`);
    await warmUp(path, { shop, targets }, pace);
    const { one, two } = await measure(path, 32, { shop, targets }, pace);
    judged.push(judgePair(path.title, medianRatio(two, one)));
  }
  return judged;
}

await runScript(main);
// What is still open after an error must not keep us here.
process.exit();
