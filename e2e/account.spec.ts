import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { mailedLink } from "./mails.ts";
import { pressAndConfirm, pressOpened } from "./popups.ts";

const PHONE = { width: 390, height: 844 };

async function signInBy(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

async function expectFits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
}

test("an account is registered, confirmed, forgotten, found again in another browser, and everywhere else signed out", async ({
  page,
  visitor,
}) => {
  const email = `${randomUUID()}@buyer.test`;
  await page.setViewportSize(PHONE);

  await test.step("register", async () => {
    await page.goto("/register");
    await page.getByLabel("邮箱").fill(email);
    await page.getByLabel("密码").fill("the first password");
    await page.getByRole("button", { name: "注册并登录" }).click();
    await expect(page).toHaveURL(/\/$/);
    await page.goto("/account/security");
    await expect(page.getByText("未确认")).toBeVisible();
    await expectFits(page);
  });

  await test.step("confirm the address by a button, not by opening the link", async () => {
    const link = await mailedLink(email, "/confirm");
    await page.goto(link);
    await expect(page.getByRole("button", { name: "确认邮箱是我的" })).toBeVisible();
    // The token has left the address bar.
    await expect(page).toHaveURL(/\/confirm$/);
    await page.getByRole("button", { name: "确认邮箱是我的" }).click();
    await expect(page.getByText("邮箱已确认。")).toBeVisible();
    await page.goto("/account/security");
    await expect(page.getByText("已确认")).toBeVisible();
  });

  const { page: other, watch } = await visitor({ viewport: PHONE });
  await test.step("set a new password in another browser", async () => {
    await other.goto("/sign-in");
    await other.getByRole("link", { name: "忘记密码？" }).click();
    await expect(other).toHaveURL(/\/forgot$/);
    await other.getByLabel("邮箱").fill(email);
    await other.getByRole("button", { name: "发送邮件" }).click();
    await expect(other.getByText("邮件已经在路上")).toBeVisible();
    await expectFits(other);
    const link = await mailedLink(email, "/reset");
    await other.goto(link);
    await other.getByLabel("新密码").fill("the second password");
    await other.getByRole("button", { name: "设置新密码" }).click();
    await other.getByRole("link", { name: "用新密码登录" }).click();
    await expect(other).toHaveURL(/\/sign-in$/);
    await signInBy(other, email, "the second password");
    await expect(other).toHaveURL(/\/$/);

    watch.expects(400, /\/api\/account\/reset$/);
    await other.goto(link);
    await other.getByLabel("新密码").fill("the third password");
    await other.getByRole("button", { name: "设置新密码" }).click();
    await expect(other.getByText("链接已失效")).toBeVisible();
  });

  await test.step("the first browser is out, and in again with the new password alone", async () => {
    await page.goto("/credits");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
    await signInBy(page, email, "the second password");
    await expect(page).toHaveURL(/\/credits$/);
  });

  await test.step("sign out everywhere else", async () => {
    await other.goto("/");
    await other.getByRole("button", { name: /^账户：/ }).click();
    await pressOpened(other.getByRole("link", { name: "账号安全" }));
    await other.getByRole("link", { name: "查看登录设备" }).click();
    await pressAndConfirm(other.getByRole("button", { name: "退出其他全部设备" }), "退出");
    await expect(other.getByText("已退出其他 1 台设备")).toBeVisible();
    expect((await page.request.get("/api/payment/orders")).status()).toBe(401);
    expect((await other.request.get("/api/payment/orders")).status()).toBe(200);
  });
});

test("the password is changed, the data taken along, and the account closed", async ({ page, member, visitor }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/account/security");
  await page.getByLabel("当前密码").fill(member.password);
  await page.getByLabel("新密码").fill("another password");
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(page.getByText("密码已修改")).toBeVisible();

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载我的数据" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^zhangfang-\d+\.json$/);

  await page.getByRole("button", { name: "关闭账户" }).click();
  const dialog = page.getByRole("dialog", { name: "关闭账户" });
  await expect(dialog.getByText("重新注册，是一个新的账户")).toBeVisible();
  await dialog.getByLabel("输入密码确认").fill("another password");
  await dialog.getByRole("button", { name: "关闭账户，不再恢复" }).click();
  await expect(page.getByRole("link", { name: "登录" })).toBeVisible();

  const { page: other, watch } = await visitor({ viewport: PHONE });
  watch.expects(401, /\/api\/auth\/callback\/credentials$/);
  await other.goto("/sign-in");
  await signInBy(other, member.email, "another password");
  await expect(other.getByText("邮箱或密码不正确")).toBeVisible();
});
