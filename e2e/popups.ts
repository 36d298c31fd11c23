import { expect, type Locator } from "@playwright/test";

/**
 * Presses something in a menu, a list or a bubble that has just opened. antd draws it outside of the window, measures it
 * and only then puts it in place; a click that came sooner would scroll the page after it.
 */
export async function pressOpened(target: Locator): Promise<void> {
  await expect(target).toBeInViewport({ ratio: 1 });
  await target.click();
}

/** Presses a button that asks back, and says yes; the bubble is gone afterwards. */
export async function pressAndConfirm(button: Locator, yes: string): Promise<void> {
  await button.click();
  const bubble = button.page().getByRole("tooltip");
  await pressOpened(bubble.getByRole("button", { name: yes }));
  await expect(bubble).toBeHidden();
}
