import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { runScript } from "./script.ts";
import { requireUnserved } from "./serving.ts";
import { GENERATE, ROOT, runStage, type Stage } from "./stages.ts";

const BUILD: Stage = {
  name: "生产构建",
  program: "next",
  args: ["build"],
  env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
};

/** What a build is made of. */
const SOURCES = ["app", "components", "lib", "public", "prisma/schema.prisma", "instrumentation.ts", "proxy.ts"];
const SETTINGS = ["next.config.ts", "tsconfig.json", "package-lock.json"];
const NOT_BUILT = /\.test\.tsx?$|^lib\/(testing|db\/generated)\//;

/** Written after a good build: the digest of the sources it was made of. */
const STAMP = resolve(ROOT, ".next/sources.sha256");

/** Builds unless the last build was made of the same sources. True when there is a good build. */
export async function buildIfStale(): Promise<boolean> {
  const digest = await digestOfSources(ROOT);
  if (existsSync(STAMP) && (await readFile(STAMP, "utf8")) === digest) {
    console.log("✓ 生产构建  已是最新");
    return true;
  }
  return build(digest);
}

/** Throws a sentence where a server runs from the last build. */
async function build(digest: string): Promise<boolean> {
  requireUnserved(ROOT);
  return (await runStage(GENERATE)) && (await runStage(BUILD)) && (await stamp(digest));
}

async function stamp(digest: string): Promise<true> {
  await writeFile(STAMP, digest);
  return true;
}

/** One digest over the names and contents of everything the build reads under a root. */
export async function digestOfSources(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await sourcesOf(root)) hash.update(`${file}\0`).update(await readFile(resolve(root, file)));
  return hash.digest("hex");
}

async function sourcesOf(root: string): Promise<string[]> {
  const found = await Promise.all(
    [...SOURCES, ...SETTINGS].map(async (source) => {
      if (!existsSync(resolve(root, source))) return [];
      if (/\.\w+$/.test(source)) return [source];
      const entries = await readdir(resolve(root, source), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).replaceAll(sep, "/"));
    }),
  );
  return found
    .flat()
    .filter((file) => !NOT_BUILT.test(file))
    .sort();
}

async function main(): Promise<void> {
  if (!(await build(await digestOfSources(ROOT)))) throw new Error("构建没有成功，原因见上面的输出。");
}

if (import.meta.main) await runScript(main);
