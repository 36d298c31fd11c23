import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** From the shop's page to the provider's, and what somebody does there. */
async function passProvider(page: Page, path: string, act: "进入" | "返回", sub = ""): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: "用 某产品 账户登录" }).click();
  await expect(page.getByRole("heading", { name: "登录某产品" })).toBeVisible();
  await page.getByRole("textbox", { name: "编号" }).fill(sub);
  await page.getByRole("textbox", { name: "邮箱" }).fill(`${sub}@example.com`);
  await page.getByRole("button", { name: act }).click();
}

test("a user of the product signs in with that account, is the same member in another browser, and may turn back", async ({
  page,
  visitor,
  baseURL,
}) => {
  const sub = `user-${Date.now()}`;
  await passProvider(page, "/sign-in?callbackUrl=%2Fcredits", "进入", sub);
  await expect(page).toHaveURL(`${baseURL}/credits`);
  const numberAt = async (where: Page) =>
    ((await (await where.request.get("/api/auth/session")).json()) as { user: { id: number } }).user.id;
  const { page: other } = await visitor();
  await passProvider(other, "/register", "进入", sub);
  await expect(other).toHaveURL(`${baseURL}/`);
  expect(await numberAt(other)).toBe(await numberAt(page));

  const { page: third } = await visitor();
  await passProvider(third, "/sign-in", "返回");
  await expect(third.getByText("没有登录：在 某产品 那边取消了。")).toBeVisible();
});
