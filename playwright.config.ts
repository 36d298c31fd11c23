import { defineConfig, devices } from "@playwright/test";
import { BROWSER_FLAGS, findBrowser } from "./scripts/browser.ts";
import { freePort } from "./scripts/ports.ts";

// Chosen once, in the first process; the workers read this file again and inherit the choice.
process.env.E2E_APP_PORT ??= String(await freePort());
process.env.E2E_SANDBOX_PORT ??= String(await freePort());
process.env.E2E_EXAMPLE_PORT ??= String(await freePort());

const browser = findBrowser();
/** The short form looks at each page in one of the two: e2e/pages.spec.ts. */
const leftOut = (tag: RegExp) => (process.env.TEST_ALL ? {} : { grepInvert: tag });

export default defineConfig({
  testDir: "e2e",
  outputDir: ".data/playwright",
  globalSetup: "./scripts/e2e-world.ts",
  // One world, one database, two cores.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A browser on a machine that is not ours alone; `npm test` names each test that needed it.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${process.env.E2E_APP_PORT}`,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // A click on something that still slides into place can miss it when the machine is busy.
    contextOptions: { reducedMotion: "reduce" },
    // Of a retry alone, and without the film: keeping the trace of every test costs a fifth of their time.
    trace: { mode: "on-first-retry", screenshots: false, snapshots: true, sources: false },
    screenshot: "only-on-failure",
    launchOptions: { args: BROWSER_FLAGS, ...(browser ? { executablePath: browser } : {}) },
  },
  projects: [
    {
      name: "desktop",
      ...leftOut(/@narrow/),
      testIgnore: ["phone.spec.ts", "webview.spec.ts"],
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 900 } },
    },
    {
      name: "phone",
      ...leftOut(/@wide/),
      testMatch: ["phone.spec.ts", "pages.spec.ts", "webview.spec.ts"],
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
});
