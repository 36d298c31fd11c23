import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { relative, resolve } from "node:path";
import Table from "cli-table3";
import { ROOT } from "../scripts/stages.ts";
import type { Figures } from "./figures.ts";
import { ofFloor, ofSql, type Judged } from "./goals.ts";
import type { CachedRow, Way } from "./cached.ts";
import type { Measured } from "./measure.ts";

export interface Result {
  readonly at: string;
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly orders: { readonly few: number; readonly many: number };
  readonly machine: Machine;
  readonly rows: readonly Measured[];
  readonly goals: readonly Judged[];
  readonly cached: readonly CachedRow[];
  /** Of the app, before the first request and after the last, in MB. */
  readonly memoryMb: { readonly before: number | null; readonly after: number | null };
  /** Big tables that were read from end to end while the paths were measured. */
  readonly scans: Readonly<Record<string, number>>;
}

interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly node: string;
  readonly postgres: string;
  /** Of the last minute, when the run began and when it ended. */
  readonly load: { readonly before: number; readonly after: number };
}

export function machine(postgres: string, loadBefore: number): Machine {
  const cores = cpus();
  const load = { before: loadBefore, after: loadavg()[0]! };
  return { cores: cores.length, model: cores[0]?.model ?? "", node: process.version, postgres, load };
}

/** Writes the whole result as one JSON file and answers its path from here. */
export async function writeResult(result: Result): Promise<string> {
  const folder = resolve(ROOT, "bench-results");
  await mkdir(folder, { recursive: true });
  const file = resolve(folder, `${result.at.replaceAll(":", "-")}.json`);
  const rows = result.rows.map((row) => ({ ...row, ofFloor: ofFloor(row), ofSql: ofSql(row) }));
  await writeFile(file, `${JSON.stringify({ ...result, rows }, null, 2)}\n`);
  return relative(ROOT, file);
}

const HEAD = [
  "路径",
  "连接",
  "每秒",
  "p50",
  "p95",
  "p99",
  "纯 SQL 每秒",
  "空处理器每秒",
  "对 SQL",
  "对空处理器",
  "失败",
];

/** What a person reads. Times in milliseconds. */
export function tableOf(result: Result): string {
  const { orders, machine, memoryMb, rows, goals } = result;
  const shops = `订单：少 ${orders.few.toLocaleString("en")}，多 ${orders.many.toLocaleString("en")}`;
  const scans = Object.entries(result.scans).map(([table, times]) => `${table} ${times} 次`);
  return [
    "",
    `${machine.cores} 核 ${machine.model}，Node ${machine.node}，PostgreSQL ${machine.postgres}；${shops}；${result.rounds} 轮的中位数`,
    ...(isBusy(machine)
      ? [`机器另有负载（${machine.load.before.toFixed(1)}）：只有比值可以看，而且只能大致地看。`]
      : []),
    "",
    tableText(HEAD, rows.map(cellsOf)),
    ...failures(rows),
    "",
    tableText(
      ["目标", "要求", "达到", ""],
      goals.map(({ goal, wanted, reached, isMet }) => [goal, wanted, reached, isMet ? "✓" : "✗"]),
    ),
    "",
    `应用内存：开始 ${memoryMb.before ?? "–"} MB，结束 ${memoryMb.after ?? "–"} MB`,
    `大表的顺序扫描：${scans.length ? scans.join("，") : "无"}`,
  ].join("\n");
}

const WAYS = { none: "不缓存", process: "进程里", redis: "Redis" } as const satisfies Record<Way, string>;

export function cachedTable(rows: readonly CachedRow[]): string {
  return tableText(
    ["路径", "连接", "缓存", "每秒", "p50", "p99", "对不缓存", "语句/请求", "失败"],
    rows.map(({ title, connections, way, app, ofNone, statements }) => [
      title,
      String(connections),
      WAYS[way],
      Math.round(app.perSecond).toLocaleString("en"),
      app.p50.toFixed(1),
      app.p99.toFixed(1),
      ofNone.toFixed(2),
      statements.toFixed(2),
      String(app.failures),
    ]),
  );
}

/** The load alone keeps two processes busy; what was there before it began is somebody else's. */
function isBusy({ load, cores }: Machine): boolean {
  return load.before > cores / 2;
}

function cellsOf(row: Measured): string[] {
  const { app, sql, floor } = row;
  const times = [app.p50, app.p95, app.p99].map((time) => time.toFixed(1));
  const ratios = [ofSql(row), ofFloor(row)].map((ratio) => ratio.toFixed(2));
  const failed = [app, sql, floor].reduce((sum, figures) => sum + figures.failures, 0);
  return [
    row.title,
    String(row.connections),
    perSecond(app),
    ...times,
    perSecond(sql),
    perSecond(floor),
    ...ratios,
    String(failed),
  ];
}

function perSecond(figures: Figures): string {
  return Math.round(figures.perSecond).toLocaleString("en");
}

function failures(rows: readonly Measured[]): string[] {
  return rows.flatMap(({ title, connections, app, sql, floor }) => {
    const first = [app, sql, floor].find((figures) => figures.firstFailure)?.firstFailure;
    return first ? [`失败（${title}，${connections} 连接）：${first}`] : [];
  });
}

/** The first column to the left, numbers to the right. */
function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const colAligns = head.map((_, i) => (i === 0 ? "left" : "right"));
  const table = new Table({ head: [...head], colAligns, style: { head: [], border: [], compact: true } });
  table.push(...rows.map((cells) => [...cells]));
  return table.toString();
}
