import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { childEnv } from "../scripts/environment.mjs";

export interface Instance {
  readonly url: string;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface InstanceOptions {
  /** The product's configuration. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the product stands; another folder for a copy with a bug put in. */
  readonly root?: string;
  /** More modules to load first, from this folder. */
  readonly preload?: readonly string[];
  /** Where its log goes, behind what is there. */
  readonly logFile?: string;
}

/** A crash test starts some sixty instances: stripping types and compiling is half of each start. */
const COMPILED = resolve(import.meta.dirname, "../.data/compiled");

/** Starts one instance of the product and waits until it listens. */
export async function startInstance({ env, root, preload = [], logFile }: InstanceOptions): Promise<Instance> {
  const proof = root ? resolve(root, "proof") : import.meta.dirname;
  const imports = ["alias.ts", ...preload].flatMap((file) => ["--import", resolve(proof, file)]);
  const child = spawn(process.execPath, [...imports, resolve(proof, "server.ts")], {
    env: { ...childEnv(env), NODE_COMPILE_CACHE: COMPILED },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  let complaints = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-2_000);
  });
  const port = await portOf(child);
  if (port === null) throw new Error(`an instance ended before it listened: ${complaints}`);
  const url = `http://127.0.0.1:${port}`;
  if (logFile) child.stdout!.pipe(createWriteStream(logFile, { flags: "a" }));
  else child.stdout!.resume();
  return { url, ended, kill };
}

/** Null when it ends without saying. */
async function portOf(child: ChildProcess): Promise<string | null> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^LISTENING=(\d+)$/.exec(line)?.[1];
    if (port) return port;
  }
  return null;
}
