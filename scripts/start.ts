/** npm start: the production server on PORT. The environment is checked by instrumentation.ts before the first request. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

await runScript(async () => {
  if (!existsSync(resolve(ROOT, process.env.NEXT_DIST_DIR ?? ".next", "BUILD_ID")))
    throw new Error("还没有构建：请先运行 npm run build。");
  Object.assign(process.env, { NODE_ENV: "production", TZ: "Asia/Shanghai" });
  process.argv.splice(2, 0, "start");
  await import("next/dist/bin/next");
});
