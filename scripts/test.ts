import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ensureBrowser } from "./browser.ts";
import { buildIfStale } from "./build.ts";
import { runScript } from "./script.ts";
import { BUNDLE, GENERATE, LINT, ROOT, ROUTE_TYPES, runStage, runTogether, STATIC } from "./stages.ts";
import { honest, tallyOfPlaywright, tallyOfVitest, type Tally } from "./tally.ts";

/** `npm run test:all`: also what has a short form in `npm test`, which must end within twenty minutes. */
const IS_LONG = process.argv.includes("--all");
const LONG: Readonly<Record<string, string>> = IS_LONG ? { TEST_ALL: "1" } : {};
const RESULTS = resolve(ROOT, ".data/test-results");

async function main(): Promise<void> {
  await rm(RESULTS, { recursive: true, force: true });
  await mkdir(RESULTS, { recursive: true });
  const failed: string[] = [];
  for (const stage of [GENERATE, ROUTE_TYPES]) if (!(await runStage(stage))) failed.push(stage.name);
  // Two at a time: every machine that builds this has two cores.
  failed.push(...(await runTogether(STATIC, 2)));
  // The tests wait for clocks and answers often enough to leave it a core.
  const [tally, unclean] = await Promise.all([unitAndIntegration(), runTogether([LINT], 1)]);
  const tallies = [tally];
  failed.push(...unclean);
  const hasSpecs =
    existsSync(resolve(ROOT, "e2e")) && (await readdir(resolve(ROOT, "e2e"), { recursive: true })).some(isSpec);
  if (!(await buildIfStale())) failed.push("生产构建");
  else {
    if (!(await runStage(BUNDLE))) failed.push(BUNDLE.name);
    if (hasSpecs) tallies.push(await browserTests());
  }
  report(tallies, failed);
}

function isSpec(file: string): boolean {
  return file.endsWith(".spec.ts");
}

async function unitAndIntegration(): Promise<Tally> {
  const file = resolve(RESULTS, "vitest.json");
  const passed = await runStage({
    name: "单元与集成测试",
    program: "vitest",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env: LONG,
  });
  return honest("vitest", passed, await readReport(file, tallyOfVitest));
}

async function browserTests(): Promise<Tally> {
  try {
    await ensureBrowser();
  } catch (error) {
    return { passed: 0, failed: 1, failures: [`浏览器测试: ${(error as Error).message}`] };
  }
  const file = resolve(RESULTS, "playwright.json");
  const passed = await runStage({
    name: "浏览器测试",
    program: "playwright",
    args: ["test", "--reporter=list,json"],
    env: { ...LONG, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  return honest("playwright", passed, await readReport(file, tallyOfPlaywright));
}

async function readReport<Report>(file: string, tally: (report: Report) => Tally): Promise<Tally> {
  return existsSync(file)
    ? tally(JSON.parse(await readFile(file, "utf8")) as Report)
    : { passed: 0, failed: 0, failures: [] };
}

function report(tallies: readonly Tally[], failedStages: readonly string[]): void {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0) + failedStages.length;
  // Once more at the very end: a log is read from there, and what each runner said stands far above.
  for (const flaky of tallies.flatMap((tally) => tally.flaky ?? [])) console.log(`~ 重试后才通过 ${flaky}`);
  for (const failure of tallies.flatMap((tally) => tally.failures)) console.log(`✗ ${failure}`);
  if (failedStages.length) console.log(`没有通过的检查：${failedStages.join("、")}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed) process.exitCode = 1;
}

await runScript(main);
