import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, openSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { chooseNode } from "../bootstrap.mjs";
import { childEnv } from "../environment.mjs";
import { isFree } from "../ports.ts";
import { isAlive } from "../serving.ts";
import { buildIdOf, type Place } from "./place.ts";

/** How long a process may take for the requests that it has begun. */
const DRAIN_MS = 60_000;
/** How long a release may take to its first answer. */
export const HEALTHY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
const ANSWER_MS = 5_000;

const START = "scripts/start.ts";

/** How the servers of a place are started and stopped. */
export interface Service {
  /** Ends the old process, which answers what it has begun, and starts what `current` is. Returns whether that has ended again. */
  restart(): Promise<() => boolean>;
}

/** A process of our own, which outlives this command; its number stands in `server.pid`, what it says in `server.log`. */
export function ownService(place: Place, port: number, env: Readonly<Record<string, string>>): Service {
  const note = resolve(place.folder, "server.pid");
  return {
    async restart() {
      const pid = existsSync(note) ? Number(readFileSync(note, "utf8")) : 0;
      if (pid > 0 && isOf(place, pid)) await end(pid);
      // Whoever has the port would answer in place of the one that is started.
      if (!(await isFree(port))) throw new Error(`端口 ${port} 被另一个进程占用，它不是这里启动的`);
      await rm(note, { force: true });
      const log = openSync(resolve(place.folder, "server.log"), "a");
      const child = startServer(realpathSync(place.current), ["--port", String(port)], env, log);
      child.unref();
      await writeFile(note, String(child.pid));
      return () => child.exitCode !== null || child.signalCode !== null;
    },
  };
}

/** systemd, pm2, … know how to restart what they run from `current`. */
export function foreignService(command: string): Service {
  return {
    restart() {
      const { status } = spawnSync(command, { shell: true, stdio: "inherit", env: childEnv() });
      if (status !== 0) throw new Error(`${command} 没有成功。`);
      return Promise.resolve(() => false);
    },
  };
}

/** `output`: a file, or nowhere. */
export function startServer(
  release: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  output: number | "ignore",
): ChildProcess {
  const running = { path: process.execPath, version: process.versions.node };
  return spawn(chooseNode(release, running) ?? process.execPath, [START, ...args], {
    cwd: release,
    detached: true,
    env: childEnv(env),
    stdio: ["ignore", output, output],
  });
}

/**
 * Whether the process of this number serves a release of this place, and is nobody's who got the number since. By its folder,
 * since Next gives itself another name.
 */
function isOf({ folder }: Place, pid: number): boolean {
  if (!isAlive(pid)) return false;
  const link = `/proc/${pid}/cwd`;
  if (!existsSync("/proc/self/cwd")) return true;
  try {
    return readlinkSync(link).startsWith(realpathSync(folder) + sep);
  } catch {
    return false; // Another user's, so none of ours.
  }
}

/** SIGTERM: it takes no more connections, and ends with its last answer. */
export async function end(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  if (await becomes(() => Promise.resolve(!isAlive(pid)), DRAIN_MS)) return;
  process.kill(pid, "SIGKILL");
  await becomes(() => Promise.resolve(!isAlive(pid)), ANSWER_MS);
}

/** Whether this very release answers on the port, with its database, in time; sooner no where `isGone`. */
export async function isHealthy(
  release: string,
  port: number,
  isGone: () => boolean,
  withinMs = HEALTHY_WITHIN_MS,
): Promise<boolean> {
  const origin = `http://127.0.0.1:${port}`;
  const own = `${origin}/_next/static/${await buildIdOf(release)}/_buildManifest.js`;
  const answers = async (address: string) => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok === true;
  };
  const isUp = async () => (await answers(`${origin}/api/health?ready=1`)) && (await answers(own));
  return becomes(isUp, withinMs, isGone);
}

async function becomes(holds: () => Promise<boolean>, withinMs: number, isOver = () => false): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until && !isOver();) {
    if (await holds()) return true;
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
  return false;
}
