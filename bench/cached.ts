import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { startRedis } from "../scripts/redis.ts";
import { medianFigures, medianRatio, type Figures } from "./figures.ts";
import { measure, warmUp, type Pace } from "./measure.ts";
import type { HotPath, Shop } from "./paths.ts";
import { startApp, startSleeper } from "./premises.ts";
import type { Target } from "./shots.ts";
import type { Closing, Site } from "./site.ts";

/** Where an app caches: nowhere, in its process, in Redis. */
export type Way = "none" | "process" | "redis";

/** One path at so many connections, cached in one way. */
export interface CachedRow {
  readonly title: string;
  readonly connections: number;
  readonly way: Way;
  readonly app: Figures;
  /** In throughput, against the app without a cache. */
  readonly ofNone: number;
  /** Of the database, for each request. */
  readonly statements: number;
}

/** The cached paths with and without the cache, in turn: two more apps on the same database. */
export async function measureCached(
  paths: readonly HotPath[],
  { shop, app, env }: Site,
  pace: Pace,
  closing: Closing,
): Promise<CachedRow[]> {
  const cached = paths.filter((path) => path.isCached);
  if (cached.length === 0) return [];
  const redis = await startRedis();
  closing.push(redis.stop);
  const none = await startSleeper("账房-不缓存", env);
  closing.push(none.stop);
  const shared = await startApp("账房-Redis", { ...env, REDIS_URL: redis.url });
  closing.push(shared.stop);
  const targets = {
    none: { kind: "app", origins: [none.origin] },
    process: { kind: "app", origins: [app.origin] },
    redis: { kind: "app", origins: [shared.origin] },
  } as const;
  const rows: CachedRow[] = [];
  for (const path of cached) {
    console.log(`正在测量：${path.title}，缓存与不缓存`);
    await warmUp(path, { shop, targets }, pace);
    const statements = await statementsOf(path, shop, targets, pace);
    for (const connections of path.connections.filter((n) => n > 1)) {
      const rounds = await measure(path, connections, { shop, targets }, pace);
      for (const way of ["none", "process", "redis"] as const)
        rows.push({
          title: path.title,
          connections,
          way,
          app: medianFigures(rounds[way]),
          ofNone: medianRatio(rounds[way], rounds.none),
          statements: statements[way],
        });
    }
  }
  return rows;
}

async function statementsOf(
  path: HotPath,
  shop: Shop,
  targets: Readonly<Record<Way, Target>>,
  pace: Pace,
): Promise<Record<Way, number>> {
  const requests = pace.requests[8]!;
  const perRequest = async (target: Target) => {
    const shots = await path.aim(shop, requests);
    const before = await commitsOf(shop.db);
    await shop.driver.fire({ shots, connections: 8, target });
    return ((await commitsOf(shop.db)) - before) / requests;
  };
  return {
    none: await perRequest(targets.none),
    process: await perRequest(targets.process),
    redis: await perRequest(targets.redis),
  };
}

/** A session adds what it did to the statistics at the latest when it has been idle for ten seconds. A statement is a commit. */
async function commitsOf(db: pg.Pool): Promise<number> {
  await delay(11_000);
  const { rows } = await db.query<{ n: number }>(
    "select xact_commit::int as n from pg_stat_database where datname = current_database()",
  );
  return rows[0]!.n;
}
