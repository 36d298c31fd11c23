import { medianFigures, type Figures } from "./figures.ts";
import type { HotPath, Shop } from "./paths.ts";
import type { Shot, Target } from "./shots.ts";

/** How long a run takes. */
export interface Pace {
  readonly rounds: number;
  /** Requests of one volley, by the connections that fire it. */
  readonly requests: Readonly<Record<number, number>>;
  readonly warmUp: number;
}

export const FULL: Pace = { rounds: 5, requests: { 1: 300, 8: 1_200, 32: 2_400, 200: 200 }, warmUp: 1_000 };
export const QUICK: Pace = { rounds: 1, requests: { 1: 40, 8: 160, 32: 320, 200: 200 }, warmUp: 100 };

/** The rounds of each target, in the order in which they were fired. */
export type Rounds<Name extends string> = Record<Name, Figures[]>;

export interface Range<Name extends string> {
  readonly shop: Shop;
  readonly targets: Readonly<Record<Name, Target>>;
}

/**
 * Fires a path at all its targets, round after round, the targets close together in time and each first in turn, so
 * that variations of the machine affect all of them alike. Shots are made before each volley, outside of its time.
 */
export async function measure<Name extends string>(
  path: HotPath,
  connections: number,
  { shop, targets }: Range<Name>,
  pace: Pace,
): Promise<Rounds<Name>> {
  const names = Object.keys(targets) as Name[];
  const rounds = Object.fromEntries(names.map((name) => [name, [] as Figures[]])) as Rounds<Name>;
  for (let round = 0; round < pace.rounds; round += 1)
    for (const name of names.map((_, i) => names[(i + round) % names.length]!)) {
      const shots = await path.aim(shop, pace.requests[connections]!);
      rounds[name].push(await shop.driver.fire({ shots, connections, target: targets[name] }));
    }
  return rounds;
}

/** Compiles, connects, plans and fills caches. What does not work now would only be measured wrongly: throws the first failure. */
export async function warmUp<Name extends string>(
  path: HotPath,
  { shop, targets }: Range<Name>,
  pace: Pace,
): Promise<void> {
  for (const target of Object.values<Target>(targets)) {
    const shots: readonly Shot[] = await path.aim(shop, pace.warmUp);
    const { failures, firstFailure } = await shop.driver.fire({ shots, connections: 8, target });
    if (failures > 0) throw new Error(`${path.title}：热身时有 ${failures} 个请求失败，第一个是 ${firstFailure}`);
  }
}

/** One row of the result. */
export interface Measured {
  readonly path: string;
  readonly title: string;
  readonly connections: number;
  readonly app: Figures;
  readonly sql: Figures;
  readonly floor: Figures;
  /** All rounds, for ratios between rows. */
  readonly rounds: Rounds<"app" | "sql" | "floor">;
}

export function measured(path: HotPath, connections: number, rounds: Rounds<"app" | "sql" | "floor">): Measured {
  const [app, sql, floor] = [rounds.app, rounds.sql, rounds.floor].map(medianFigures) as [Figures, Figures, Figures];
  return { path: path.name, title: path.title, connections, app, sql, floor, rounds };
}
