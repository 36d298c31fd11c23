import { existsSync } from "node:fs";
import { realpath, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ensureBrowser } from "./browser.ts";
import { portFrom } from "./ports.ts";
import { ROOT } from "./stages.ts";
import { startWorld } from "./world.ts";

/** Playwright's global setup: a fresh world for one run. The specs find its addresses in E2E_* of the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBrowser();
  const dataDir = resolve(ROOT, ".data/e2e", process.env.E2E_APP_PORT!);
  const world = await startWorld({
    mode: "production",
    dataDir,
    appPort: portFrom("E2E_APP_PORT", 0),
    sandboxPort: portFrom("E2E_SANDBOX_PORT", 0),
    examplePort: portFrom("E2E_EXAMPLE_PORT", 0),
    durable: false,
    usesMailServer: false,
    history: false,
    scheduler: false,
  });
  Object.assign(process.env, {
    E2E_SANDBOX_URL: world.sandboxUrl,
    E2E_MAIL_URL: world.mailUrl!,
    E2E_EXAMPLE_URL: world.exampleUrl!,
    E2E_DATABASE_URL: world.databaseUrl,
    E2E_CRON_SECRET: world.cronSecret,
  });
  return async () => {
    await world.stop();
    // The logs stay for whoever wants to know why a spec failed.
    const postgres = resolve(dataDir, "postgres");
    if (existsSync(postgres)) await rm(await realpath(postgres), { recursive: true });
  };
}
