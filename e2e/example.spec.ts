import { payAt } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";

test("a user of another product runs out of credits, buys some at our checkout, comes back and goes on", async ({
  page,
}) => {
  const home = process.env.E2E_EXAMPLE_URL!;
  await page.goto(home);
  await page.getByRole("textbox", { name: "你的名字" }).fill(`小林 ${Date.now()}`);
  await page.getByRole("button", { name: "进来" }).click();
  const balance = page.getByRole("status");
  await expect(balance).toContainText("20 积分 · 买过 0 次");
  const isShort = page.getByRole("alert");
  const ask = async (question: string) => {
    await page.getByRole("textbox", { name: "想问什么" }).fill(question);
    await page.getByRole("button", { name: "问", exact: true }).click();
  };

  await ask("今天吃什么");
  await expect(page.getByText("你说的是“今天吃什么”")).toBeVisible();
  await ask("明天呢");
  await expect(page.getByText("你说的是“明天呢”")).toBeVisible();
  await expect(balance).not.toContainText("20 积分");
  await ask("后天呢");
  await expect(isShort).toContainText("积分不够了");
  await page.getByRole("button", { name: "买积分" }).click();
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "去支付宝付款" }).click();
  await payAt(await opened);

  await expect(page).toHaveURL(new RegExp(`^${home}/\\?checkout_session_id=cs_`));
  await expect(balance).toContainText("买过 1 次");
  await ask("后天呢");
  await expect(page.getByText("你说的是“后天呢”")).toBeVisible();
  await expect(isShort).toBeHidden();
});
