import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { digestOfSources } from "./build.ts";

let root: string;

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(root, file)), { recursive: true });
  await writeFile(resolve(root, file), text);
}

beforeEach(async () => {
  root = await mkdtemp(resolve(tmpdir(), "zhangfang-build-"));
  await write("app/page.tsx", "one");
  await write("package-lock.json", "{}");
});
afterEach(() => rm(root, { recursive: true }));

it.each([
  ["another text", "app/page.tsx"],
  ["a new page", "app/about/page.tsx"],
  ["another package", "package-lock.json"],
  ["the settings", "next.config.ts"],
  ["the schema", "prisma/schema.prisma"],
])("is stale after %s", async (_case, file) => {
  const before = await digestOfSources(root);
  expect(await digestOfSources(root)).toBe(before);
  await write(file, "two");
  expect(await digestOfSources(root)).not.toBe(before);
});

it.each([
  "lib/orders/rules.test.ts",
  "lib/testing/database.ts",
  "lib/db/generated/client.ts",
  "README.md",
  "e2e/buy.spec.ts",
])("is not stale after a change of %s", async (file) => {
  const before = await digestOfSources(root);
  await write(file, "two");
  expect(await digestOfSources(root)).toBe(before);
});
