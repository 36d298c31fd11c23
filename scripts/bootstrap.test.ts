import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseNode, isClientStale, isStale, noNodeFor } from "./bootstrap.mjs";
import { childEnv, isOfMachine } from "./environment.mjs";
import { programOf } from "./program.mjs";
import { LINT, ROOT, ROUTE_TYPES, STATIC } from "./stages.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(resolve(tmpdir(), "zhangfang-bootstrap-"));
  await mkdir(resolve(root, "node_modules/.bin"), { recursive: true });
  await writeFile(resolve(root, "node_modules/.bin/node"), "");
});
afterEach(() => rm(root, { recursive: true }));

const WANTED = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/tool": { version: "2.0.0", dev: true },
  "node_modules/for-another-machine": { version: "3.0.0", optional: true },
  "node_modules/neighbour": { resolved: "packages/neighbour", link: true },
  "packages/neighbour": { version: "0.2.0" },
  "packages/neighbour/node_modules/a": { version: "1.1.0" },
};

async function lock(file: string, packages: object): Promise<void> {
  await writeFile(resolve(root, file), JSON.stringify({ packages }));
}

describe("isStale", () => {
  const a = { "node_modules/a": { version: "1.0.0" } };
  const tool = { "node_modules/tool": { version: "2.0.0", dev: true } };
  const neighbour = {
    "node_modules/neighbour": { resolved: "packages/neighbour", link: true },
    "packages/neighbour": { version: "0.1.0" },
  };
  const neighboursA = { "packages/neighbour/node_modules/a": { version: "1.1.0" } };
  const onlyRuntime = { ...a, ...neighbour, ...neighboursA };
  const installed = { ...onlyRuntime, ...tool };

  it.each([
    ["everything is there", installed, true, false],
    ["another version is there", { ...installed, "node_modules/a": { version: "0.9.0" } }, true, true],
    ["a package is missing", { ...tool, ...neighbour, ...neighboursA }, true, true],
    ["what a package of the repository needs is missing", { ...a, ...tool, ...neighbour }, true, true],
    ["npm recorded nothing about a package of the repository itself", { ...a, ...tool, ...neighboursA }, true, false],
    ["the development packages are missing and wanted", onlyRuntime, true, true],
    ["the development packages are missing and not wanted", onlyRuntime, false, false],
  ])("%s", async (_case, packages, withDev, stale) => {
    await lock("package-lock.json", WANTED);
    await lock("node_modules/.package-lock.json", packages);
    expect(isStale(root, { withDev })).toBe(stale);
  });

  it("an installation that was broken off left no record", async () => {
    await lock("package-lock.json", WANTED);
    expect(isStale(root, { withDev: true })).toBe(true);
  });

  it("a Node that no install script has put in its place is not mended by installing again", async () => {
    await lock("package-lock.json", WANTED);
    await lock("node_modules/.package-lock.json", installed);
    await rm(resolve(root, "node_modules/.bin/node"));
    expect(isStale(root, { withDev: true })).toBe(false);
  });
});

describe("chooseNode", () => {
  const GLIBC = { platform: "linux", isMusl: false } as const;
  const old = { path: "/usr/bin/node", version: "20.20.2" };
  const young = { path: "/usr/bin/node", version: "25.0.0" };

  it("takes the pinned one", () => {
    for (const running of [old, young])
      expect(chooseNode(root, running, GLIBC)).toBe(resolve(root, "node_modules/.bin/node"));
  });

  it("takes the program itself on Windows, where node_modules/.bin has scripts for a shell", async () => {
    const windows = { platform: "win32", isMusl: false } as const;
    expect(chooseNode(root, young, windows)).toBe(young.path);
    await mkdir(resolve(root, "node_modules/node/bin"), { recursive: true });
    await writeFile(resolve(root, "node_modules/node/bin/node.exe"), "");
    expect(chooseNode(root, young, windows)).toBe(resolve(root, "node_modules/node/bin/node.exe"));
  });

  it("leaves the pinned one where it cannot run, and says so where no other will do", () => {
    const alpine = { platform: "linux", isMusl: true } as const;
    expect(chooseNode(root, young, alpine)).toBe(young.path);
    expect(chooseNode(root, old, alpine)).toBeNull();
    expect(noNodeFor(old.version, alpine).split("\n")[0]).toMatch(/musl.*Node 24 以上.*20\.20\.2/);
  });

  it("does with the running one where it is as new, and has none otherwise", async () => {
    await rm(resolve(root, "node_modules/.bin/node"));
    expect(chooseNode(root, { ...old, version: "24.0.0" }, GLIBC)).toBe(old.path);
    expect(chooseNode(root, young, GLIBC)).toBe(young.path);
    expect(chooseNode(root, old, GLIBC)).toBeNull();
  });
});

describe("isClientStale", () => {
  it("when it is missing or older than the schema", async () => {
    await mkdir(resolve(root, "prisma"));
    await writeFile(resolve(root, "prisma/schema.prisma"), "");
    expect(isClientStale(root)).toBe(true);
    await mkdir(resolve(root, "lib/db/generated"), { recursive: true });
    const client = resolve(root, "lib/db/generated/client.ts");
    await writeFile(client, "");
    await utimes(client, new Date("2100-01-01"), new Date("2100-01-01"));
    expect(isClientStale(root)).toBe(false);
    await utimes(client, new Date("2000-01-01"), new Date("2000-01-01"));
    expect(isClientStale(root)).toBe(true);
  });
});

describe("a command under npm's ignore-scripts, which left no Node in its place", () => {
  /** Runs it in a folder where all that package-lock.json asks for is installed, as whatever Node this is said to be. */
  function run(command: string, version: string) {
    const said = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
    const isIt = ["--import", `data:text/javascript,${encodeURIComponent(said)}`];
    const args = command === "start.mjs" ? ["scripts/start.mjs"] : ["scripts/bootstrap.mjs", "scripts/command.ts"];
    const { stdout, stderr, status } = spawnSync(process.execPath, [...isIt, ...args], {
      cwd: root,
      env: childEnv(),
      encoding: "utf8",
    });
    return { said: stdout + stderr, status };
  }

  beforeEach(async () => {
    await rm(resolve(root, "node_modules/.bin/node"));
    for (const file of ["bootstrap.mjs", "environment.mjs", "program.mjs", "start.mjs"])
      await cp(resolve(ROOT, "scripts", file), resolve(root, "scripts", file));
    await writeFile(resolve(root, "package.json"), `{ "type": "module" }`);
    for (const file of ["command.ts", "start.ts"])
      await writeFile(resolve(root, "scripts", file), `const done: string = "done"; console.log(done);`);
    for (const file of ["package-lock.json", "node_modules/.package-lock.json"]) await lock(file, {});
    for (const folder of ["prisma", "lib/db/generated"]) await mkdir(resolve(root, folder), { recursive: true });
    for (const file of ["prisma/schema.prisma", "lib/db/generated/client.ts"]) await writeFile(resolve(root, file), "");
  });

  it.each(["bootstrap.mjs", "start.mjs"])("%s: runs in the Node that is there, where it is new enough", (command) => {
    expect(run(command, process.versions.node)).toEqual({ said: "done\n", status: 0 });
  });

  it.each(["bootstrap.mjs", "start.mjs"])("%s: names the cause otherwise, and installs nothing", (command) => {
    const { said, status } = run(command, "20.20.2");
    expect(status).toBe(1);
    expect(said).toMatch(
      /ignore-scripts.*\n.*\n.*npm rebuild --ignore-scripts=false.*\n.*Node 24 以上（现在是 v20\.20\.2）/,
    );
    expect(said).not.toMatch(/网络|正在安装/);
  });
});

describe("on another system", () => {
  it("a program is found by its package, not in node_modules/.bin", () => {
    const programs = [ROUTE_TYPES, LINT, ...STATIC]
      .map(({ program }) => program)
      .filter((program) => program !== "node");
    for (const program of [...programs, "vitest", "playwright", "prisma"]) {
      const file = programOf(ROOT, program)!;
      expect([program, existsSync(file), file.includes(".bin")]).toEqual([program, true, false]);
    }
    expect(programOf(ROOT, "nothing")).toBeNull();
  });

  it("Windows writes its variables as it likes", () => {
    const names = ["Path", "PATH", "SYSTEMROOT", "ComSpec", "UserProfile", "DATABASE_URL", "PORT"];
    expect(names.filter((name) => isOfMachine(name, "win32"))).toEqual(names.slice(0, 5));
    expect(names.filter((name) => isOfMachine(name, "linux"))).toEqual(["PATH"]);
  });
});
