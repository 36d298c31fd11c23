import { Redis as Client } from "ioredis";
import { afterEach, describe, expect, test, vi } from "vitest";
import { startRedis, type Redis } from "../../scripts/redis.ts";
import type * as limiter from "./limiter.ts";

const LIMIT: limiter.Limit = { name: "test", points: 10, seconds: 60 };

type Instance = typeof limiter;

/** An instance of the product as another machine runs it: its own modules, its own memory, its own connection. */
async function anInstance(redisUrl: string): Promise<Instance> {
  vi.stubEnv("REDIS_URL", redisUrl);
  vi.stubGlobal("zhangfangRedis", undefined);
  vi.resetModules();
  (await import("../log.ts")).log.level = "silent";
  const instance = await import("./limiter.ts");
  // Takes its connection now, not the next instance's.
  await instance.takePoint(LIMIT, "nobody");
  return instance;
}

/** Until its first points arrive in Redis, an instance counts for itself. */
async function untilConnected(instance: Instance, url: string, name: string): Promise<void> {
  const witness = new Client(url);
  await vi.waitFor(async () => {
    await instance.takePoint(LIMIT, name);
    expect(await witness.exists(`zhangfang:${LIMIT.name}:${name}`)).toBe(1);
  });
  witness.disconnect();
}

/** How many of n concurrent requests succeed, spread over the instances. */
async function allowed(tries: number, instances: Instance[], key = "buyer") {
  const answers = await Promise.all(
    Array.from({ length: tries }, (_, i) => instances[i % instances.length]!.takePoint(LIMIT, key)),
  );
  return answers.filter((answer) => answer === null).length;
}

describe("a limit", () => {
  let redis: Redis;
  afterEach(() => redis.stop());

  test("is one for two instances that share a Redis, each by itself without, and never none", async () => {
    redis = await startRedis();
    const shared = [await anInstance(redis.url), await anInstance(redis.url)];
    await Promise.all(shared.map((instance, i) => untilConnected(instance, redis.url, `instance ${i}`)));
    expect(await allowed(40, shared)).toBe(10);

    // A point returned by one instance can be used by the other.
    expect(await allowed(10, shared, "a careful buyer")).toBe(10);
    await shared[0]!.givePointBack(LIMIT, "a careful buyer");
    expect(await shared[1]!.takePoint(LIMIT, "a careful buyer")).toBeNull();
    expect(await shared[0]!.takePoint(LIMIT, "a careful buyer")).toBeGreaterThan(50);

    // The control: without Redis two instances let twice as many through.
    const apart = [await anInstance(""), await anInstance("")];
    expect(await allowed(40, apart)).toBe(20);

    // Redis stops: each instance counts in its own memory, and no request fails.
    await redis.stop();
    expect(await allowed(40, shared, "somebody else")).toBe(20);
  }, 120_000);
});
