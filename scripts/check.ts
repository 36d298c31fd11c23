import { runScript } from "./script.ts";
import { GENERATE, LINT, ROUTE_TYPES, runTogether, STATIC, type Stage } from "./stages.ts";

/** The tests that need no database: seconds, not minutes. */
const UNIT: Stage = {
  name: "单元测试",
  program: "vitest",
  args: ["run", "lib/core/", "lib/contracts/", "rules.test", "canaries.test"],
};

async function main(): Promise<void> {
  const failed = [
    ...(await runTogether([GENERATE, ROUTE_TYPES], 1)),
    ...(await runTogether([LINT, ...STATIC, UNIT], 2)),
  ];
  if (failed.length) throw new Error(`没有通过的检查：${failed.join("、")}`);
}

await runScript(main);
