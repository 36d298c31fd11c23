/**
 * node proof/mutants.ts [room…]: breaks one thing at a time in the rules of every room, the vocabulary and the Alipay
 * adapter, in copies, and runs the tests beside the file, then all of the room's. A mutant that none of them notices, and
 * that nobody accepted with a reason (accepted-mutants.ts), is shown; exit code 1.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, relative, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import startWorld, { type TestWorld } from "../lib/testing/global-setup.ts";
import { childEnv } from "../scripts/environment.mjs";
import { ROOT } from "../scripts/stages.ts";
import { ACCEPTED_MUTANTS } from "./accepted-mutants.ts";
import { mutationsOf, type Mutation } from "./mutations.ts";

interface Mutant extends Mutation {
  readonly file: string;
  readonly source: string;
}

interface Count {
  killed: number;
  accepted: number;
  survived: number;
}

/** Every machine that builds this has two cores. */
const COPIES = 2;
const PATIENCE_MS = 120_000;
const NOT_COPIED = new Set(["node_modules", ".git", ".next", ".data", "bench-results"]);

/** A copy whose tests all use the one database server of this run. */
function copyOfTheProduct(world: TestWorld): string {
  const folder = mkdtempSync(resolve(tmpdir(), "zhangfang-mutants-"));
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  symlinkSync(resolve(ROOT, "node_modules"), resolve(folder, "node_modules"));
  const test = {
    env: { TZ: "Asia/Shanghai" },
    pool: "forks",
    setupFiles: "lib/testing/worker-setup.ts",
    testTimeout: 20_000,
    provide: { world },
  };
  const config = { resolve: { tsconfigPaths: true }, test };
  writeFileSync(resolve(folder, "vitest.config.ts"), `export default ${JSON.stringify(config)};\n`);
  return folder;
}

/** True when every test passes. A timeout counts as detected. */
async function passes(folder: string, tests: string): Promise<boolean> {
  const program = resolve(ROOT, "node_modules/vitest/vitest.mjs");
  const run = spawn(process.execPath, [program, "run", "--bail=1", tests], {
    cwd: folder,
    env: childEnv(),
    stdio: "ignore",
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  const [code] = (await once(run, "exit")) as [number | null];
  return code === 0;
}

const MUTATED = /^lib\/(\w+\/rules|core\/\w+|alipay\/[\w-]+)\.ts$/;

function filesOf(rooms: readonly string[]): string[] {
  return readdirSync(resolve(ROOT, "lib"), { recursive: true })
    .map((path) => `lib/${String(path)}`)
    .filter((path) => MUTATED.test(path) && (rooms.length === 0 || rooms.includes(path.split("/")[1]!)))
    .sort();
}

/** The file's own tests run first, then all tests of the folder. */
async function survives(folder: string, { file, source, start, end, text }: Mutant): Promise<boolean> {
  const path = resolve(folder, file);
  writeFileSync(path, source.slice(0, start) + text + source.slice(end));
  try {
    const own = file.replace(".ts", ".test.ts");
    if (existsSync(resolve(folder, own)) && !(await passes(folder, own))) return false;
    return await passes(folder, `${dirname(file)}/`);
  } finally {
    writeFileSync(path, source);
  }
}

function accepts(one: (typeof ACCEPTED_MUTANTS)[number], { file, source, start, end, text }: Mutant): boolean {
  const line = source.slice(source.lastIndexOf("\n", start) + 1).split("\n")[0]!;
  return one.file === file && line.includes(one.line) && one.from === source.slice(start, end) && one.to === text;
}

/** Reports what was accepted once and is no mutant any more: it would accept a later one unread. */
function reportStale(mutants: readonly Mutant[], files: readonly string[]): void {
  for (const one of ACCEPTED_MUTANTS) {
    if (!files.includes(one.file) || mutants.some((mutant) => accepts(one, mutant))) continue;
    console.log(`accepted, but no mutant  ${one.file}  ${one.line}: ${one.from} → ${one.to}`);
    process.exitCode = 1;
  }
}

async function breakAll(folders: readonly string[], files: readonly string[]): Promise<Map<string, Count>> {
  const counts = new Map(files.map((file) => [file, { killed: 0, accepted: 0, survived: 0 }]));
  const queue = files.flatMap((file) => {
    const source = readFileSync(resolve(ROOT, file), "utf8");
    return mutationsOf(source).map((mutation): Mutant => ({ ...mutation, file, source }));
  });
  console.log(`${queue.length} mutants of ${files.length} files`);
  reportStale(queue, files);
  const work = async (folder: string) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const { file, source, start, end, text } = mutant;
      const fate = !(await survives(folder, mutant))
        ? "killed"
        : ACCEPTED_MUTANTS.some((one) => accepts(one, mutant))
          ? "accepted"
          : "survived";
      counts.get(file)![fate] += 1;
      const line = source.slice(0, start).split("\n").length;
      if (fate === "survived") console.log(`survived  ${file}:${line}  ${source.slice(start, end)} → ${text}`);
    }
  };
  await Promise.all(folders.map(work));
  return counts;
}

function report(counts: ReadonlyMap<string, Count>): void {
  const words = ({ killed, accepted, survived }: Count) =>
    `${killed} killed, ${accepted} accepted, ${survived} survived`;
  const sum = { killed: 0, accepted: 0, survived: 0 };
  for (const [file, count] of counts) {
    for (const fate of ["killed", "accepted", "survived"] as const) sum[fate] += count[fate];
    if (count.killed + count.accepted + count.survived > 0)
      console.log(`${relative("lib", file).padEnd(24)} ${words(count)}`);
  }
  console.log(`\n${words(sum)}`);
  if (sum.survived > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const files = filesOf(process.argv.slice(2));
  let world: TestWorld | undefined;
  const provide = (_name: string, value: TestWorld) => void (world = value);
  const stopWorld = await startWorld({ provide } as unknown as TestProject);
  const folders = Array.from({ length: COPIES }, () => copyOfTheProduct(world!));
  try {
    for (const room of new Set(files.map(dirname)))
      if (!(await passes(folders[0]!, `${room}/`))) throw new Error(`${room} fails before anything is broken`);
    report(await breakAll(folders, files));
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
    await stopWorld();
  }
}

await main();
