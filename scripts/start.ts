/** npm start: the production server on PORT. The environment is checked by instrumentation.ts before the first request. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { commandEnv } from "./environment.mjs";
import { readEnvFile } from "./env-file.ts";
import { refuseOtherMethods } from "./methods.ts";
import { runScript } from "./script.ts";
import { noteServing } from "./serving.ts";
import { ROOT } from "./stages.ts";

// npm passes a signal to its shell alone, which exits without forwarding it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === "start")
  setInterval(() => process.ppid !== parent && process.kill(process.pid, "SIGTERM"), 500).unref();

await runScript(async () => {
  if (!existsSync(resolve(ROOT, ".next/BUILD_ID"))) throw new Error("还没有构建：请先运行 npm run build。");
  // Next and pg read variables of their own, from this very process: what is not ours to read goes before they look.
  const env = {
    ...commandEnv({ isConfigured: true, reads: ["PORT"] }),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // Next's own reading of .env would expand `$`, and find .env.local and .env.production, which no other command reads.
    __NEXT_PROCESSED_ENV: "true",
  };
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env, readEnvFile(ROOT, env));
  noteServing(ROOT);
  refuseOtherMethods();
  process.argv.splice(2, 0, "start");
  await import("next/dist/bin/next");
});
