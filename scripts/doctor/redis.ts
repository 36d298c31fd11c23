import { Redis } from "ioredis";
import { ok, warning, wordsOf, type Finding } from "./finding.ts";

const ANSWER_MS = 3_000;

/** Nothing where none is configured: one instance needs none. */
export async function examineRedis(redisUrl: string | null): Promise<Finding[]> {
  if (redisUrl === null) return [];
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: ANSWER_MS, retryStrategy: () => null });
  const failed = new Promise<never>((_, fail) => {
    redis.on("error", fail);
  });
  failed.catch(() => undefined); // Its words are those of the connection, where `connect` only says that it is closed.
  try {
    await Promise.race([redis.connect(), failed]);
    await redis.ping();
    return [ok("Redis 回答")];
  } catch (thrown) {
    return [
      warning(
        `REDIS_URL 的 Redis 不回答：${wordsOf(thrown)}`,
        "检查地址、密码与网络；在它回答之前，各实例自己计数、自己缓存",
      ),
    ];
  } finally {
    redis.disconnect();
  }
}
