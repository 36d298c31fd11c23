import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import pg from "pg";
import { freePort } from "./ports.ts";
import { findLodging, ownDatabaseAdvice, type Lodging } from "./postgres-lodging.ts";
import { childEnv } from "./environment.mjs";

/** A running PostgreSQL of our own, listening on 127.0.0.1 alone. */
export interface Postgres {
  readonly port: number;
  /** The address of a database of this server, which need not exist yet. */
  urlOf(database: string): string;
  /** Stops it the fast way: open connections end, committed data stay. Harmless twice. */
  stop(): Promise<void>;
  /** Resolves when the server is gone, stopped or fallen. */
  readonly ended: Promise<void>;
}

export interface PostgresOptions {
  /** Made when missing, resumed when not. */
  readonly dataDir: string;
  /** Any free one when not given. */
  readonly port?: number | undefined;
  /** false: never waits for the disk. For tests, whose data nobody misses. */
  readonly durable: boolean;
}

const USER = "zhangfang";
const PASSWORD_FILE = "zhangfang.password";
const READY = "database system is ready to accept connections";
const TAKEN = /Address already in use/;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  timezone: "UTC",
};

const CARELESS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum_naptime: "10min" };

/**
 * Starts the PostgreSQL that came with npm on a data folder; as root it runs as a user without rights.
 * Throws an Error whose message is a Chinese sentence and, where the server said something, its last words.
 */
export async function startPostgres({ dataDir, port, durable }: PostgresOptions): Promise<Postgres> {
  const lodging = await findLodging(resolve(dataDir));
  await createCluster(lodging);
  const password = await readFile(resolve(lodging.dataDir, PASSWORD_FILE), "utf8");
  const urlOf = (at: number, database: string) => `postgresql://${USER}:${password}@127.0.0.1:${at}/${database}`;
  await clearLock(lodging.dataDir, (at) => urlOf(at, "postgres"));
  const settings = { ...SETTINGS, ...(durable ? {} : CARELESS) };
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort());
    try {
      const server = await runServer(lodging, chosen, settings);
      return { port: chosen, urlOf: (database) => urlOf(chosen, database), ...server };
    } catch (error) {
      if (!(error instanceof ServerEnded) || !TAKEN.test(error.said)) throw error;
      // Somebody took the free port between our look and the server's start.
      if (port !== undefined || attempt === 3) throw new Error(`端口 ${chosen} 已被占用，请换一个 PG_PORT。`);
    }
  }
}

/** Creates a database unless it is there. Two callers at once are fine. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.urlOf("postgres") });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    const alreadyThere = ["42P04", "23505"].includes((error as pg.DatabaseError).code ?? "");
    if (!alreadyThere) throw error;
  } finally {
    await client.end();
  }
}

/** Makes the data folder beside its place and moves it in, so that a broken-off attempt is never resumed. */
async function createCluster(lodging: Lodging): Promise<void> {
  if (existsSync(resolve(lodging.dataDir, "PG_VERSION"))) return;
  const draft = `${lodging.dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const password = randomBytes(18).toString("base64url");
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (lodging.user)
    await Promise.all([draft, passwordFile].map((path) => chown(path, lodging.user!.uid, lodging.user!.gid)));
  // The built-in C.UTF-8 sorts the same everywhere and needs no locale of the machine.
  const flags = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"];
  const login = [`--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  try {
    await run(launch(lodging, "initdb", [`--pgdata=${draft}`, ...flags, ...login]));
    await writeFile(resolve(draft, PASSWORD_FILE), password, { mode: 0o600 });
    await rename(draft, lodging.dataDir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * A killed parent leaves a server running, a killed server leaves its lock, and the lock's process number may by now
 * belong to somebody else. Only what answers as our own server is ended; then the lock goes.
 */
async function clearLock(dataDir: string, urlOf: (port: number) => string): Promise<void> {
  const lock = resolve(dataDir, "postmaster.pid");
  if (!existsSync(lock)) return;
  const [pid = 0, , , port = 0] = (await readFile(lock, "utf8")).split("\n").map(Number);
  const client = new pg.Client({ connectionString: urlOf(port), connectionTimeoutMillis: 3_000 });
  client.on("error", () => {}); // The end of this connection is what we are waiting for.
  try {
    await client.connect();
    const ended = new Promise((done) => client.once("end", done));
    process.kill(pid, "SIGINT");
    await ended;
    await waitUntil(() => !existsSync(lock), 15_000);
  } catch {
    // Nobody answers with our password there: a lock without a server.
  }
  await rm(lock, { force: true });
}

function launch(lodging: Lodging, program: "initdb" | "postgres", args: readonly string[]): ChildProcess {
  return spawn(resolve(lodging.native, "bin", program), args, {
    cwd: "/",
    // A session of its own: Ctrl-C in a terminal must reach us, and we stop the server last.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: childEnv({ LC_ALL: "C" }),
    ...lodging.user,
  });
}

class ServerEnded extends Error {
  readonly said: string;

  constructor(said: string) {
    super(`内置的 PostgreSQL 在这台机器上没有启动起来：${ownDatabaseAdvice()}。它自己说：\n${said}`);
    this.said = said;
  }
}

/** Resolves once the server is ready. */
async function runServer(
  lodging: Lodging,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Pick<Postgres, "stop" | "ended">> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = launch(lodging, "postgres", ["-D", lodging.dataDir, "-p", String(port), ...flags]);
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const killAtExit = () => server.kill("SIGINT");
  process.once("exit", killAtExit);
  void ended.then(() => process.off("exit", killAtExit));
  await run(server, READY);
  const stop = async () => {
    server.kill("SIGINT");
    const hurry = setTimeout(() => server.kill("SIGQUIT"), 15_000);
    await ended;
    clearTimeout(hurry);
  };
  return { stop, ended };
}

/** Waits for a program's good end or, when given, for the words that say it is ready. Throws ServerEnded with its last words. */
function run(program: ChildProcess, ready?: string): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    program.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      if (ready && said.includes(ready)) done();
    });
    // No such program although its file is there: it was built for another system, as on Alpine.
    program.once("error", (error) => fail(new ServerEnded(error.message)));
    program.once("close", (code) => (code === 0 && !ready ? done() : fail(new ServerEnded(said.trim()))));
  });
}

async function waitUntil(holds: () => boolean, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; !holds() && Date.now() < end;)
    await new Promise((next) => setTimeout(next, 20));
}
