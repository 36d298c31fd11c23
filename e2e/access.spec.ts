import { disable } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { Member } from "./member.ts";
import { pressOpened } from "./popups.ts";

test("a stranger signs in on the way, and arrives where they wanted to go", async ({ page, request, context }) => {
  const member = await Member.join(request);
  expect(await context.cookies()).toEqual([]);
  await page.goto("/orders?status=0");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByLabel("邮箱").fill(member.email);
  await page.getByLabel("密码").fill(member.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL(/\/orders\?status=0$/);
  await expect(page.getByRole("heading", { name: "支付记录" })).toBeVisible();
  const session = (await context.cookies()).find(({ name }) => name === "zhangfang.session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("a wrong password is said, and lets nobody in", async ({ page, request, watch }) => {
  const member = await Member.join(request);
  watch.expects(401, /\/api\/auth\/callback\/credentials/);
  await page.goto("/sign-in");
  await page.getByLabel("邮箱").fill(member.email);
  await page.getByLabel("密码").fill("not the password");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("邮箱或密码不正确");
  await page.goto("/orders");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an address taken from elsewhere does not lead away after signing in", async ({ page, request }) => {
  const member = await Member.join(request);
  await page.goto("/sign-in?callbackUrl=https%3A%2F%2Fexample.com%2F");
  await page.getByLabel("邮箱").fill(member.email);
  await page.getByLabel("密码").fill(member.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: `账户：${member.name}` })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/");
  expect(new URL(page.url()).hostname).toBe("localhost");
});

test("somebody else's order is not there", async ({ page, member, request }) => {
  const other = await Member.join(request);
  const { orderSn } = await other.place({ pack: "标准包" });
  await page.goto(`/orders/${orderSn}`);
  await expect(page.getByText("没有找到这笔订单")).toBeVisible();
  await expect(page.getByText("标准包")).toBeHidden();
  await page.goto(`/payment/return?orderSn=${orderSn}`);
  await expect(page.getByText("没有找到这笔订单")).toBeVisible();
  expect(await member.orders()).toEqual([]);
});

test("an address that is none of ours is told so, never a failure of ours", async ({ request }) => {
  for (const path of ["/orders/%FF", "/api/payment/order-status/%E0%A4%A", "/api/auth/%FF", "/admin/refunds/%"])
    expect((await request.get(path)).status(), path).toBe(400);
  const nowhere = await request.get("/api/no/such/door");
  expect(nowhere.status()).toBe(404);
  expect(await nowhere.json()).toMatchObject({ code: 404, error: "NOT_FOUND" });
});

test("for a member the administration does not exist", async ({ page, member, watch }) => {
  await page.goto("/");
  await page.getByRole("button", { name: `账户：${member.name}` }).click();
  await expect(page.getByRole("button", { name: "退出登录" })).toBeVisible();
  await expect(page.getByRole("link", { name: "管理后台" })).toBeHidden();
  watch.expects(404, /\/admin\/refunds$/);
  await page.goto("/admin/refunds");
  await expect(page.getByText("没有找到这一页")).toBeVisible();
  expect((await page.request.get("/api/admin/refunds")).status()).toBe(403);
});

test("the administrator finds the administration in the menu", async ({ admin: { page } }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "账户：演示管理员" }).click();
  await pressOpened(page.getByRole("link", { name: "管理后台" }));
  await expect(page.getByRole("heading", { name: "今天" })).toBeVisible();
  await page.getByRole("navigation", { name: "管理后台" }).getByRole("link", { name: "待办提醒" }).click();
  await expect(page.getByRole("heading", { name: "待办提醒" })).toBeVisible();
});

test("signing out leaves nothing behind", async ({ page, member, context }) => {
  await page.goto("/credits");
  await page.getByRole("button", { name: `账户：${member.name}` }).click();
  await pressOpened(page.getByRole("button", { name: "退出登录" }));
  await expect(page.getByRole("link", { name: "登录" })).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("zhangfang.session");
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await page.request.get("/api/payment/orders")).status()).toBe(401);
});

test("an account that was closed is out with its next request", async ({ page, member, watch }) => {
  await member.place({ pack: "标准包" });
  await page.goto("/orders");
  await expect(page.getByRole("button", { name: "继续支付" })).toBeVisible();
  await disable(member.email);
  watch.expects(401, /\/api\/payment\/pay\//);
  await page.getByRole("button", { name: "继续支付" }).click();
  await page.getByRole("button", { name: "去支付宝付款" }).click();
  const dialog = page.getByRole("dialog", { name: "支付订单" });
  await expect(dialog).toContainText("请先登录");
  await dialog.getByRole("link", { name: "去登录" }).click();
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
});
