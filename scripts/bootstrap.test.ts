import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseNode, isClientStale, isStale } from "./bootstrap.mjs";

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
};

async function lock(file: string, packages: object): Promise<void> {
  await writeFile(resolve(root, file), JSON.stringify({ packages }));
}

describe("isStale", () => {
  const installed = { "node_modules/a": { version: "1.0.0" }, "node_modules/tool": { version: "2.0.0", dev: true } };
  const onlyRuntime = { "node_modules/a": { version: "1.0.0" } };

  it.each([
    ["everything is there", installed, true, false],
    ["another version is there", { ...installed, "node_modules/a": { version: "0.9.0" } }, true, true],
    ["a package is missing", { "node_modules/tool": { version: "2.0.0" } }, true, true],
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
  const old = { path: "/usr/bin/node", version: "20.20.2" };
  const young = { path: "/usr/bin/node", version: "25.0.0" };

  it("takes the pinned one", () => {
    for (const running of [old, young]) expect(chooseNode(root, running)).toBe(resolve(root, "node_modules/.bin/node"));
  });

  it("does with the running one where it is as new, and has none otherwise", async () => {
    await rm(resolve(root, "node_modules/.bin/node"));
    expect(chooseNode(root, { ...old, version: "24.0.0" })).toBe(old.path);
    expect(chooseNode(root, young)).toBe(young.path);
    expect(chooseNode(root, old)).toBeNull();
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
