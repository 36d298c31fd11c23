import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { sharedRedis } from "./redis.ts";

/** A rate limit: `points` per `seconds`, counted per key. */
export interface Limit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
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
