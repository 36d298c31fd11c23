import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { aptInstall } from "./apt.ts";
import { freePort } from "./ports.ts";
import { childEnv } from "./environment.mjs";

/** A running Redis of our own, on 127.0.0.1 alone, that keeps nothing. */
export interface Redis {
  readonly url: string;
  /** Harmless twice. */
  stop(): Promise<void>;
}

/** Starts one on a free port and resolves once it takes connections. Throws a sentence when there is no Redis to start. */
export async function startRedis(): Promise<Redis> {
  ensureRedis();
  const port = await freePort();
  const server = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { env: childEnv(), stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
  };
  for await (const line of createInterface({ input: server.stdout }))
    if (line.includes("Ready to accept connections")) return { url: `redis://127.0.0.1:${port}`, stop };
  throw new Error("redis-server 没有启动起来。");
}

function isInstalled(): boolean {
  return spawnSync("redis-server", ["--version"], { env: childEnv(), stdio: "ignore" }).status === 0;
}

/**
 * Installs Redis where there is none: no npm package ships the server itself, so it comes from Debian.
 * Throws a sentence when that is not possible.
 */
function ensureRedis(): void {
  if (isInstalled()) return;
  aptInstall("redis-server");
  if (!isInstalled())
    throw new Error("测试多实例共用的限流需要 redis-server，这台机器上没有，也没能装上：请先安装 Redis，再运行一次。");
}
