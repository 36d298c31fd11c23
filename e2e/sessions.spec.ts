import { expect, test } from "./fixtures.ts";
import { signIn } from "./member.ts";
import { pressAndConfirm, pressOpened } from "./popups.ts";

test("a browser is signed out from another one, and led to sign in and back", async ({ page, member, visitor }) => {
  const { page: lost } = await visitor();
  await signIn(lost.request, member);
  await lost.goto("/credits");
  await expect(lost.getByRole("heading", { name: "积分", exact: true })).toBeVisible();

  await page.goto("/");
  await page.getByRole("button", { name: `账户：${member.name}` }).click();
  await pressOpened(page.getByRole("link", { name: "登录设备" }));
  await expect(page.getByText("现在这台")).toBeVisible();
  await page.getByRole("button", { name: /^退出这台设备/ }).click();
  await expect(page.getByRole("button", { name: /^退出这台设备/ })).toBeHidden();

  await lost.reload();
  await expect(lost).toHaveURL(/\/sign-in\?callbackUrl=/);
  await lost.getByLabel("邮箱").fill(member.email);
  await lost.getByLabel("密码").fill(member.password);
  await lost.getByRole("button", { name: "登录", exact: true }).click();
  await expect(lost).toHaveURL(/\/credits$/);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(page.getByRole("button", { name: /^退出这台设备/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await pressAndConfirm(page.getByRole("button", { name: "退出其他全部设备" }), "退出");
  await expect(page.getByText("已退出其他 1 台设备")).toBeVisible();
  expect((await lost.request.get("/api/payment/orders")).status()).toBe(401);
  expect(await member.orders()).toEqual([]);
});
