import { existsSync } from "node:fs";
import { realpath, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ensureBrowser } from "../scripts/browser.ts";
import { portFrom } from "../scripts/ports.ts";
import { ROOT } from "../scripts/stages.ts";
import { startProvider } from "./provider.ts";
import { startWorld } from "../scripts/world.ts";

/** Playwright's global setup: a fresh world for one run. The specs find its addresses in E2E_* of the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBrowser();
  const dataDir = resolve(ROOT, ".data/e2e", process.env.E2E_APP_PORT!);
  const appPort = portFrom("E2E_APP_PORT", 0);
  const provider = await startProvider(`http://localhost:${appPort}`);
  const world = await startWorld({
    mode: "production",
    dataDir,
    appPort,
    env: provider.env,
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
    provider.close();
    // The logs stay for whoever wants to know why a spec failed.
    const postgres = resolve(dataDir, "postgres");
    if (existsSync(postgres)) await rm(await realpath(postgres), { recursive: true });
  };
}
