// Loaded with --import before a command that reads the product's configuration.
import { readEnvFile } from "./env-file.ts";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

await runScript(() => {
  Object.assign(process.env, readEnvFile(ROOT, process.env));
  return Promise.resolve();
});
if (process.exitCode) process.exit();
