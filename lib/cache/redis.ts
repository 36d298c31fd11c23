import { Redis } from "ioredis";
import { env } from "../env.ts";
import { log } from "../log.ts";

/** A command that is not answered by then has failed: its caller goes on without Redis. */
const ANSWER_MS = 500;

/** One connection per process; survives hot reloads in development. */
const shared = globalThis as typeof globalThis & { zhangfangRedis?: Redis | null };

/** The Redis that all instances share, where configured; null: this process works alone. */
export function sharedRedis(): Redis | null {
  if (shared.zhangfangRedis === undefined) {
    const { redisUrl } = env();
    shared.zhangfangRedis = redisUrl ? openRedis(redisUrl) : null;
  }
  return shared.zhangfangRedis;
}

/** While it is away every command fails at once, and the log says so once. */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS });
  let isAway = false;
  redis.on("error", (error) => {
    if (!isAway) log.warn({ error: error.message }, "redis is unreachable; this process works alone");
    isAway = true;
  });
  redis.on("ready", () => {
    if (isAway) log.info("redis is back");
    isAway = false;
  });
  return redis;
}
