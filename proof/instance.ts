import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

export interface Instance {
  readonly url: string;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  /** As the machine's power switch would. */
  kill(): Promise<void>;
}

export interface InstanceOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where the product stands; another folder for a copy with a bug put in. */
  readonly root?: string;
  /** More modules to load first, from this folder. */
  readonly preload?: readonly string[];
  /** Where its log goes, behind what is there. */
  readonly logFile?: string;
}

/** Starts one instance of the product and waits until it listens. */
export async function startInstance({ env, root, preload = [], logFile }: InstanceOptions): Promise<Instance> {
  const proof = root ? resolve(root, "proof") : import.meta.dirname;
  const imports = ["alias.ts", ...preload].flatMap((file) => ["--import", resolve(proof, file)]);
  const child = spawn(process.execPath, [...imports, resolve(proof, "server.ts")], {
    env: { ...env, TZ: "Asia/Shanghai" },
    stdio: ["ignore", "pipe", process.env.PROOF_VERBOSE ? "inherit" : "ignore"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const url = `http://127.0.0.1:${await portOf(child)}`;
  if (logFile) child.stdout!.pipe(createWriteStream(logFile, { flags: "a" }));
  else child.stdout!.resume();
  return { url, ended, kill };
}

async function portOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^LISTENING=(\d+)$/.exec(line)?.[1];
    if (port) return port;
  }
  throw new Error("an instance ended before it listened; PROOF_VERBOSE=1 shows why");
}
