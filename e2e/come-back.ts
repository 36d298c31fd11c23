import type { Page } from "@playwright/test";

const A_WHILE_MS = 10_000;

/** The reader comes back to this window after a while, so what it shows is asked for again. Needs `page.clock.install()`. */
export async function comeBack(page: Page): Promise<void> {
  await page.clock.fastForward(A_WHILE_MS);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
}
