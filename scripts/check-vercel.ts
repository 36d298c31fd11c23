/**
 * npm run check:vercel: builds as Vercel does, with its own program, from a copy of this folder, and looks at what would be
 * deployed: every cron of vercel.json is there, and its function ends when its route says. Asks Vercel nothing, needs no
 * account; installs 360 MB into .data/vercel, and takes some minutes, so it is no part of `npm test`.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import vercel from "../vercel.json" with { type: "json" };
import { copySources } from "./copy-sources.ts";
import { childEnv } from "./environment.mjs";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

const FOLDER = resolve(ROOT, ".data/vercel");
const CLI = resolve(FOLDER, "cli");
const COPY = resolve(tmpdir(), "zhangfang-vercel");

/** It wants a version of `sandbox` that the registry does not have, for a command that is not used here. */
const PACKAGE = { private: true, dependencies: { vercel: "64.0.2" }, overrides: { sandbox: "4.5.0" } };

/** What `vercel link` would write; nobody is asked about it. */
const PROJECT = {
  projectId: "prj_check",
  orgId: "team_check",
  projectName: "zhangfang",
  settings: { framework: "nextjs", nodeVersion: "24.x" },
};

function run(command: string, args: readonly string[], cwd: string): void {
  const env = childEnv({ HOME: FOLDER, VERCEL_TELEMETRY_DISABLED: "1" });
  const { status } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} 没有成功。`);
}

async function installCli(): Promise<void> {
  if (existsSync(resolve(CLI, "node_modules/vercel/package.json"))) return;
  await mkdir(CLI, { recursive: true });
  await writeFile(resolve(CLI, "package.json"), JSON.stringify(PACKAGE));
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], CLI);
}

async function link(): Promise<void> {
  await rm(COPY, { recursive: true, force: true });
  await copySources(COPY);
  await mkdir(resolve(COPY, ".vercel"));
  await writeFile(resolve(COPY, ".vercel/project.json"), JSON.stringify(PROJECT));
}

/** Throws a sentence with every cron that would not run as its route says. */
async function lookAtOutput(): Promise<void> {
  const output = resolve(COPY, ".vercel/output");
  const problems: string[] = [];
  for (const { path } of vercel.crons) {
    const config = await readFile(resolve(output, `functions${path}.func/.vc-config.json`), "utf8").catch(() => "{}");
    const { maxDuration } = JSON.parse(config) as { maxDuration?: number };
    const route = await readFile(resolve(ROOT, `app${path}/route.ts`), "utf8");
    const wanted = Number(/maxDuration = (\d+)/.exec(route)?.[1]);
    if (maxDuration !== wanted) problems.push(`${path}：函数的时限是 ${maxDuration} 秒，应为 ${wanted} 秒`);
  }
  if (problems.length) throw new Error(problems.join("\n"));
  console.log(`✓ vercel build 成功，${vercel.crons.length} 个定时任务的函数都在，时限与路由写的一致`);
}

await runScript(async () => {
  await installCli();
  await link();
  run(process.execPath, [resolve(CLI, "node_modules/vercel/dist/vc.js"), "build", "--yes", "--token=none"], COPY);
  await lookAtOutput();
});
