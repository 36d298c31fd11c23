import { expect, type Locator, type Page } from "@playwright/test";
import type { Goods } from "./member.ts";

/** The payment dialog, as a person reads it. */
export function paymentDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "支付订单" });
}

/** Presses the card's button; the dialog stands at its first step afterwards. */
export async function choose(page: Page, goods: Goods): Promise<Locator> {
  if ("pack" in goods) await page.getByRole("button", { name: `购买${goods.pack}` }).click();
  else {
    await page.getByText(goods.cycle === "monthly" ? "按月" : "按年", { exact: true }).click();
    await page.getByRole("button", { name: new RegExp(`^(开通|续费)${goods.plan}$`) }).click();
  }
  const dialog = paymentDialog(page);
  await expect(dialog.getByRole("button", { name: "去支付宝付款" })).toBeVisible();
  return dialog;
}

/** Confirms, and answers with the cashier's window, at the cashier. */
export async function openCashier(page: Page): Promise<Page> {
  const opened = page.waitForEvent("popup");
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  const cashier = await opened;
  await expect(cashier.getByTestId("login")).toBeVisible();
  return cashier;
}

/** At the cashier: the first test buyer signs in, gives the password, pays. */
export async function payAt(cashier: Page): Promise<void> {
  await cashier.getByTestId("buyer-2088000000000002").check();
  await cashier.getByTestId("login").click();
  await cashier.getByTestId("password").fill("111111");
  await cashier.getByTestId("pay").click();
  await expect(cashier.getByTestId("paid")).toBeVisible();
}

/** The number of the order that the dialog is about. */
export async function orderSnOf(dialog: Locator): Promise<string> {
  const number = dialog.getByText(/^[0-9A-Za-z_]{16,64}$/);
  await expect(number).toBeVisible();
  return (await number.textContent())!;
}

export async function expectDelivered(dialog: Locator): Promise<void> {
  await expect(dialog.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
}
