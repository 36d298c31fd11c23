import { CREATION_LIMIT_MS, NOTIFY_LIMIT_MS } from "../lib/core/deadlines.ts";
import { medianOf, medianRatio, type Figures } from "./figures.ts";
import type { Measured } from "./measure.ts";

/** A goal of docs/performance.md and what this run reached. */
export interface Judged {
  readonly goal: string;
  readonly wanted: string;
  readonly reached: string;
  readonly isMet: boolean;
}

/** Throughput at 32 connections against an empty handler that gets the same requests. */
const OF_FLOOR = { create: 0.45, settle: 0.6, again: 0.8, status: 0.75, consume: 0.55 } as const;

/** The most that a page may cost against another, in p50. */
const PAGE_LIMIT = 1.2;
const TAIL_LIMIT = 6;
const MEMORY_LIMIT_MB = 400;
/** The design's limits for an order and a notice, in ms (docs/rules.md R66); held by p99 at the largest load of the run. */
const TIME_LIMITS = { create: CREATION_LIMIT_MS, settle: NOTIFY_LIMIT_MS } as const;

/** The goals that the measured paths speak about. */
export function judge(rows: readonly Measured[], memoryMb: number | null): Judged[] {
  const at = (path: string, connections: number) =>
    rows.find((row) => row.path === path && row.connections === connections);
  const judged: Judged[] = [];
  for (const [path, wanted] of Object.entries(OF_FLOOR)) {
    const row = at(path, 32);
    if (row) judged.push(atLeast(`${row.title}，32 连接，对空处理器`, wanted, ofFloor(row)));
  }
  const settle = at("settle", 32);
  if (settle) {
    const tail = medianOf(settle.rounds.app.map((round) => round.p99 / round.p50));
    judged.push(atMost("到账通知，32 连接，p99 对 p50", TAIL_LIMIT, tail));
  }
  for (const [path, limitMs] of Object.entries(TIME_LIMITS)) {
    const row = at(path, 32);
    if (!row) continue;
    judged.push(within(`${row.title}，32 连接，p99`, limitMs, row.app.p99));
    judged.push(noFailure(`${row.title}，32 连接，失败数`, row.app.failures));
  }
  const pages = [
    ["订单首页，多对少，p50", "history", "history-small"],
    ["订单第五页对首页，p50", "history-later", "history"],
  ] as const;
  for (const [goal, path, other] of pages) {
    const worst = worstPage(rows, path, other);
    if (worst !== null) judged.push(atMost(`${goal}（最差的一档）`, PAGE_LIMIT, worst));
  }
  const crowd = at("consume-one", 200);
  if (crowd) judged.push(noFailure("消费，同一人，200 个同时，失败数", crowd.app.failures));
  if (memoryMb !== null) judged.push(memory(memoryMb));
  return judged;
}

export function ofFloor({ rounds }: Measured): number {
  return medianRatio(rounds.app, rounds.floor);
}

export function ofSql({ rounds }: Measured): number {
  return medianRatio(rounds.app, rounds.sql);
}

function worstPage(rows: readonly Measured[], path: string, other: string): number | null {
  const p50 = (figures: Figures) => figures.p50;
  const ratios = rows
    .filter((row) => row.path === path)
    .flatMap((row) => {
      const beside = rows.find((one) => one.path === other && one.connections === row.connections);
      return beside ? [medianRatio(row.rounds.app, beside.rounds.app, p50)] : [];
    });
  return ratios.length ? Math.max(...ratios) : null;
}

/** Two processes against one, in throughput; the goal holds where there are cores for both, the load and the database. */
export function judgePair(title: string, ratio: number): Judged {
  return atLeast(`${title}，32 连接，两个进程对一个`, 1.6, ratio);
}

function atLeast(goal: string, wanted: number, reached: number): Judged {
  return { goal, wanted: `≥ ${wanted.toFixed(2)}`, reached: reached.toFixed(2), isMet: reached >= wanted };
}

function atMost(goal: string, wanted: number, reached: number): Judged {
  return { goal, wanted: `≤ ${wanted.toFixed(2)}`, reached: reached.toFixed(2), isMet: reached <= wanted };
}

function within(goal: string, limitMs: number, reachedMs: number): Judged {
  const isMet = reachedMs <= limitMs;
  return { goal, wanted: `≤ ${limitMs} 毫秒`, reached: `${reachedMs.toFixed(0)} 毫秒`, isMet };
}

function noFailure(goal: string, failures: number): Judged {
  return { goal, wanted: "0", reached: String(failures), isMet: failures === 0 };
}

function memory(reached: number): Judged {
  const isMet = reached <= MEMORY_LIMIT_MB;
  return { goal: "全部负载之后的内存", wanted: `≤ ${MEMORY_LIMIT_MB} MB`, reached: `${reached} MB`, isMet };
}
