import { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { env } from "../env.ts";
import { log } from "../log.ts";

/** A rate limit: `points` per `seconds`, counted per key. */
export interface Limit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

let redis: Redis | null | undefined;

/** The shared Redis where configured; null: limits are counted in this process. */
function sharedRedis(): Redis | null {
  if (redis !== undefined) return redis;
  const { redisUrl } = env();
  redis = redisUrl
    ? new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: false })
    : null;
  redis?.on("error", (error) =>
    log.warn({ error: error.message }, "redis is unreachable; limits count in this process"),
  );
  return redis;
}

const limiters = new Map<string, RateLimiterAbstract>();

function limiterOf({ name, points, seconds }: Limit): RateLimiterAbstract {
  const known = limiters.get(name);
  if (known) return known;
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  const storeClient = sharedRedis();
  const limiter = storeClient
    ? new RateLimiterRedis({
        storeClient,
        keyPrefix: `zhangfang:${name}`,
        points,
        duration: seconds,
        insuranceLimiter: memory,
      })
    : memory;
  limiters.set(name, limiter);
  return limiter;
}

function secondsOf(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}

/** Consumes one point of `key`. Null: allowed. A number: refused, to be tried again after so many seconds. */
export async function takePoint(limit: Limit, key: string): Promise<number | null> {
  try {
    await limiterOf(limit).consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return secondsOf(refusal);
    throw refusal;
  }
}

/** Returns one point of `key` that was consumed in advance. */
export async function givePointBack(limit: Limit, key: string): Promise<void> {
  await limiterOf(limit).reward(key);
}
