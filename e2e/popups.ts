import { expect, type Locator } from "@playwright/test";

/**
 * Presses something in a menu, a list or a bubble that has just opened. antd draws it outside of the window, measures it
 * and only then puts it in place; a click that came sooner would scroll the page after it.
 */
export async function pressOpened(target: Locator): Promise<void> {
  await expect(target).toBeInViewport({ ratio: 1 });
  await target.click();
}

/** Beside a bubble that closes, a press opened nothing in one run of twelve; whoever sees nothing open presses again. */
const OPENED_WITHIN_MS = 3_000;

/** Presses a button that asks back, and says yes; the bubble is gone afterwards. */
export async function pressAndConfirm(button: Locator, yes: string): Promise<void> {
  const bubble = button.page().getByRole("tooltip");
  const confirm = bubble.getByRole("button", { name: yes });
  await expect(async () => {
    await button.click();
    await expect(confirm).toBeVisible({ timeout: OPENED_WITHIN_MS });
  }).toPass();
  await pressOpened(confirm);
  await expect(bubble).toBeHidden();
}
