import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, resolve } from "node:path";
import { createInterface } from "node:readline";
import { aptInstall } from "./apt.ts";
import { childEnv } from "./environment.mjs";
import { freePort } from "./ports.ts";
import { lentUser } from "./postgres-lodging.ts";

/** A running PgBouncer in front of one PostgreSQL, on 127.0.0.1 alone. */
export interface PgBouncer {
  /** The address of the same database through the pooler. */
  through(databaseUrl: string): string;
  /** Harmless twice. */
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  /** Any database of the server, with the user and the password. */
  readonly databaseUrl: string;
  readonly mode: "session" | "transaction";
  /** How many connections to the server it shares out, for each database. */
  readonly connections: number;
  /** More lines of its configuration. */
  readonly settings?: Readonly<Record<string, string>>;
}

const PROGRAM = "pgbouncer";

/** Starts one on a free port and resolves once it listens. Throws a sentence when there is none to start. */
export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  ensurePgBouncer();
  const port = await freePort();
  const user = lentUser();
  const folder = await configure(options, port);
  if (user)
    for (const file of ["", "pgbouncer.ini", "users.txt"]) await chown(resolve(folder, file), user.uid, user.gid);
  const server = spawn(PROGRAM, [resolve(folder, "pgbouncer.ini")], {
    env: withSbin(),
    stdio: ["ignore", "ignore", "pipe"],
    ...user,
  });
  const ended = once(server, "exit");
  const killAtExit = () => server.kill("SIGKILL");
  process.once("exit", killAtExit);
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    process.off("exit", killAtExit);
    await rm(folder, { recursive: true, force: true });
  };
  const through = (databaseUrl: string) => {
    const address = new URL(databaseUrl);
    address.port = String(port);
    return address.href;
  };
  let said = "";
  for await (const line of createInterface({ input: server.stderr })) {
    said += `${line}\n`;
    if (!line.includes("process up")) continue;
    server.stderr.resume();
    return { through, stop };
  }
  throw new Error(`PgBouncer 没有启动起来：\n${said}`);
}

/** A folder with its configuration. */
async function configure(
  { databaseUrl, mode, connections, settings }: PgBouncerOptions,
  port: number,
): Promise<string> {
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl);
  const folder = await mkdtemp(resolve(tmpdir(), "zhangfang-pgbouncer-"));
  await chmod(folder, 0o700);
  const lines = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "scram-sha-256",
    auth_file: resolve(folder, "users.txt"),
    pool_mode: mode,
    default_pool_size: connections,
    max_client_conn: 500,
    ...(knowsStatements() ? { max_prepared_statements: 0 } : {}),
    ...settings,
  };
  const text = Object.entries(lines).map(([name, value]) => `${name} = ${value}\n`);
  const file = `[databases]\n* = host=${hostname} port=${serverPort}\n[pgbouncer]\n${text.join("")}`;
  await writeFile(resolve(folder, "pgbouncer.ini"), file, { mode: 0o600 });
  const login = `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`;
  await writeFile(resolve(folder, "users.txt"), login, { mode: 0o600 });
  return folder;
}

/** Debian puts it where the path of a user without rights does not lead. */
const withSbin = () => childEnv({ PATH: `${process.env.PATH}${delimiter}/usr/sbin` });

function isInstalled(): boolean {
  return spawnSync(PROGRAM, ["--version"], { env: withSbin(), stdio: "ignore" }).status === 0;
}

/** From 1.21 it can lend named statements too, and from 1.24 it does so unasked. Ours must not need it. */
function knowsStatements(): boolean {
  const { stdout } = spawnSync(PROGRAM, ["--version"], { env: withSbin(), encoding: "utf8" });
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 1 || Number(minor) >= 21;
}

/** Installs it where there is none: no npm package ships it, so it comes from Debian. Throws a sentence. */
function ensurePgBouncer(): void {
  if (!isInstalled()) aptInstall("pgbouncer");
  if (!isInstalled())
    throw new Error("事务级连接池的测试需要 PgBouncer，这台机器上没有，也没能装上：请先安装 pgbouncer，再运行一次。");
}
