import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { childEnv } from "./environment.mjs";
import { programOf } from "./program.mjs";

/** One step of a check: a program of an installed package, or node, with its arguments. */
export interface Stage {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const ROOT = resolve(import.meta.dirname, "..");
const BIN = resolve(ROOT, "node_modules/.bin");

/**
 * Generates the database client. Prisma looks for a schema engine that generating never runs, and would download it;
 * any existing program ends the search.
 */
export const GENERATE: Stage = {
  name: "生成数据库客户端",
  program: "prisma",
  args: ["generate"],
  // Prisma starts the generator of the table types by its name.
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PATH: `${BIN}${delimiter}${process.env.PATH}` },
};

export const ROUTE_TYPES: Stage = { name: "生成路由类型", program: "next", args: ["typegen"] };

export const STATIC: readonly Stage[] = [
  { name: "类型", program: "tsc", args: ["--noEmit"] },
  { name: "格式", program: "prettier", args: ["--check", "--log-level=warn", "."] },
  { name: "引用规则", program: "depcruise", args: ["--output-type=err", "--config=.dependency-cruiser.cjs", "."] },
  { name: "无用代码", program: "knip", args: [] },
  { name: "软件包", program: "node", args: ["scripts/packages.ts"] },
];

/** Takes one core, as long as all of the above together. */
export const LINT: Stage = { name: "代码规范", program: "eslint", args: [".", "--max-warnings=0"] };

/** After a build. */
export const BUNDLE: Stage = { name: "浏览器拿到的文件", program: "node", args: ["scripts/check-bundle.ts"] };

/** Runs one stage, shows a line with its seconds, and what it said when it failed. True when it passed. */
export async function runStage(stage: Stage): Promise<boolean> {
  const started = Date.now();
  const { code, said } = await output(stage);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "✓" : "✗"} ${stage.name}  ${seconds} 秒`);
  if (code !== 0) console.log(`${said.trim()}\n`);
  return code === 0;
}

/** Runs a few stages side by side; the names of those that failed. */
export async function runTogether(stages: readonly Stage[], width: number): Promise<string[]> {
  const queue = [...stages];
  const failed: string[] = [];
  const worker = async () => {
    for (let stage = queue.shift(); stage; stage = queue.shift()) if (!(await runStage(stage))) failed.push(stage.name);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return failed;
}

function output({ program, args, env }: Stage): Promise<{ code: number; said: string }> {
  const file = program === "node" ? [] : [programOf(ROOT, program)];
  if (file[0] === null) return Promise.resolve({ code: 1, said: `没有找到 ${program}，请运行 npm ci。` });
  const child = spawn(process.execPath, [...(file as string[]), ...args], {
    cwd: ROOT,
    env: childEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killAtExit = () => child.kill();
  process.once("exit", killAtExit);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      process.off("exit", killAtExit);
      done({ code: code ?? 1, said });
    });
  });
}
