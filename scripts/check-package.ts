/** npm run check:package: packs the local Alipay, installs it with npm as a stranger would, and uses it there. */
import { runScript } from "./script.ts";
import { runStage, type Stage } from "./stages.ts";

const STRANGER: Stage = {
  name: "陌生人安装 alipay-sandbox",
  program: "vitest",
  args: ["run", "--root", "packages/alipay-sandbox", "src/package.test.ts"],
  env: { SANDBOX_INSTALL: "npm" },
};

async function main(): Promise<void> {
  if (!(await runStage(STRANGER))) throw new Error("陌生人装不上或用不了 alipay-sandbox，原因见上面的输出。");
}

await runScript(main);
