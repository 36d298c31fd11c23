import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { ROOT } from "./stages.ts";
import { childEnv } from "./environment.mjs";

export interface ChildOptions {
  /** What a person calls it. */
  readonly name: string;
  /** Of Node: a script and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes; null shows it. */
  readonly logFile: string | null;
}

/** A Node process of ours that ends when we end, even when we are killed. */
export interface Child {
  readonly name: string;
  /** Resolves when it has exited, for any reason. */
  readonly ended: Promise<void>;
  /** The first match in its output. Throws a sentence with its last words when it ends or stays silent. */
  says(words: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  /** Throws a sentence with its last words. */
  failed(why: string): never;
  stop(): Promise<void>;
}

// As an address: what --import takes on every system.
const FOLLOW_PARENT = new URL("follow-parent.ts", import.meta.url).href;

/** Starts it in a session of its own, so that Ctrl-C reaches us alone and we decide the order of stopping. */
export function startChild({ name, args, env, logFile }: ChildOptions): Child {
  const child = spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    detached: true,
    env: childEnv({ ...env, ZHANGFANG_PARENT: String(process.pid) }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const log = logFile === null ? null : createWriteStream(logFile);
  let said = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-8_000);
      (log ?? process.stdout).write(text);
    });
  const ended = new Promise<void>((done) => {
    child.once("error", () => done());
    child.once("close", () => done());
  });
  const failed = (why: string): never => {
    throw new Error(`${name}${why}${said.trim() ? `，它最后说：\n${said.trim().slice(-2_000)}` : "。"}`);
  };
  const says = async (words: RegExp, timeoutMs: number) => {
    const heard = new Promise<RegExpExecArray>((done) => {
      const listen = () => {
        const match = words.exec(said);
        if (match) done(match);
      };
      child.stdout!.on("data", listen);
      listen();
    });
    return (await within(Promise.race([heard, ended]), timeoutMs)) ?? failed("没有启动起来");
  };
  const stop = async () => {
    child.kill("SIGTERM");
    const hurry = setTimeout(() => child.kill("SIGKILL"), 8_000);
    await ended;
    clearTimeout(hurry);
    log?.end();
  };
  return { name, ended, says, failed, stop };
}

/** What the promise brings, or undefined when the time is over first. */
export async function within<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
