import type { Page } from "@playwright/test";
import { choose, expectDelivered, openCashier, orderSnOf, payAt, paymentDialog } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { Member, signIn, type Credentials } from "./member.ts";

const PACK = { pack: "标准包" };

/** The reader comes back to the page; Playwright's pages believe that they were never left. */
function comeBackTo(page: Page): Promise<boolean> {
  return page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

async function signInAt(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

test("a page that was drawn for one member buys nothing for another", async ({ page, member, request, watch }) => {
  const bert = await Member.join(request);
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await expect(dialog).toContainText(member.email);
  await signIn(page.request, bert);
  watch.expects(409, /create-credits-order/);
  await dialog.getByRole("button", { name: "去支付宝付款" }).click();
  await expect(dialog.getByRole("alert")).toContainText("当前登录的是另一个账户，请刷新页面后再操作");
  expect(await bert.orders()).toEqual([]);

  await dialog.getByRole("button", { name: "刷新页面" }).click();
  await expect(page.getByRole("button", { name: `账户：${bert.name}` })).toBeVisible();
  await choose(page, PACK);
  await expect(paymentDialog(page)).toContainText(bert.email);
});

test("a page to which the reader comes back as somebody else is drawn anew, and says for whom", async ({
  page,
  member,
  request,
  watch,
}) => {
  const bert = await Member.join(request);
  await page.goto("/credits");
  await expect(page.getByRole("button", { name: `账户：${member.name}` })).toBeVisible();
  await expect(page.getByRole("status", { name: /^正在读取/ })).toHaveCount(0);
  await signIn(page.request, bert);
  watch.expects(409, /\/api\//);
  await comeBackTo(page);
  await expect(page.getByRole("button", { name: `账户：${bert.name}` })).toBeVisible();
  await expect(page.getByText(`这一页已换成 ${bert.email} 的内容。`)).toBeVisible();
});

test("who is signed out while paying signs in, comes back to the order, and sees it paid", async ({
  page,
  member,
  context,
  watch,
}) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const cashier = await openCashier(page);
  const orderSn = await orderSnOf(dialog);
  watch.expects(401, /\/api\/payment\//);
  await context.clearCookies();
  await expect(dialog.getByRole("alert")).toContainText("请先登录");
  await expect(dialog).toContainText("登录已失效");
  await dialog.getByRole("link", { name: "去登录" }).click();
  await signInAt(page, member);
  await expect(page).toHaveURL(new RegExp(`/payment/return\\?orderSn=${orderSn}$`));
  await expect(page.getByRole("heading", { name: "正在确认付款" })).toBeVisible();
  await payAt(cashier);
  await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
});

test("who signs in again in another tab finds the payment where it was, and it goes on asking", async ({
  page,
  member,
  context,
  watch,
}) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const cashier = await openCashier(page);
  watch.expects(401, /\/api\/payment\//);
  await context.clearCookies();
  await expect(dialog.getByRole("alert")).toContainText("请先登录");
  await signIn(page.request, member);
  await comeBackTo(page);
  await expect(dialog.getByRole("alert")).toBeHidden();
  await payAt(cashier);
  await expectDelivered(dialog);
});
