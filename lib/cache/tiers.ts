import type { Redis } from "ioredis";
import { Loader } from "layered-loader/core";
import { RedisCache } from "layered-loader/redis";
import type { z } from "zod";
import { MINUTE_MS } from "../core/time.ts";
import { log, sparing } from "../log.ts";

const LIFE_MS = 10 * MINUTE_MS;

/** With Redis, a process holds what it read there this long. Both tiers together are `LIFE_MS`. */
const FRONT_MS = MINUTE_MS;

/** Redis as the second tier. What another version of the product, or somebody else, wrote there is as good as nothing. */
class CheckedRedisCache<Value> extends RedisCache<Value> {
  readonly #schema: z.ZodType<Value>;

  constructor(redis: Redis, prefix: string, schema: z.ZodType<Value>) {
    super(redis, { prefix, json: true, ttlInMsecs: LIFE_MS - FRONT_MS });
    this.#schema = schema;
  }

  override async get(key: string): Promise<Value | undefined> {
    const found = await super.get(key);
    return found === undefined ? undefined : this.#schema.safeParse(found).data;
  }
}

export interface Tiers<Value> {
  /** undefined: `load` had nothing to cache. Concurrent calls for a key wait for one load. Throws what `load` throws. */
  get(key: string): Promise<Value | null | undefined>;
}

interface TiersOptions<Value> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  readonly redis: Redis | null;
  /** undefined: nothing that may be cached. */
  readonly load: (key: string) => Promise<Value | undefined>;
}

/**
 * A cache of ten minutes: in Redis where there is one, in this process otherwise. A Redis that is away or
 * slow costs a load at most twice its limit for an answer, and never fails it. Whether a key is still good is the
 * caller's to know; nothing that decides about money may come from here (docs/rules.md R72).
 */
export function openTiers<Value>({ name, schema, redis, load }: TiersOptions<Value>): Tiers<Value> {
  const seldom = sparing();
  const tellOfRedis = (error: Error) =>
    seldom((leftOut) =>
      log.warn({ name, error: error.message, leftOut }, "redis failed to read or write a cached value"),
    );
  return new Loader<Value>({
    // The newest key is all that is asked for; the one before may still be on its way.
    inMemoryCache: { cacheType: "lru-map", maxItems: 2, ttlInMsecs: redis ? FRONT_MS : LIFE_MS },
    ...(redis ? { asyncCache: new CheckedRedisCache(redis, `zhangfang:${name}`, schema) } : {}),
    dataSourceGetOneFn: load,
    cacheUpdateErrorHandler: tellOfRedis,
    // What `load` throws, the caller gets and tells.
    loadErrorHandler: (error, _key, source) => {
      if (source instanceof CheckedRedisCache) tellOfRedis(error);
    },
  });
}
