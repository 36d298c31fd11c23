import { choose, expectDelivered, openCashier, orderSnOf, payAt, paymentDialog } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";

/** How long a success stays on the screen before the dialog closes by itself. */
const GO_ON_AFTER_MS = 2_000;

const PACK = { pack: "标准包" } as const;
const PLAN = { plan: "基础版", cycle: "monthly" } as const;

test("buys credits, which are there before the dialog says so", async ({ page, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await expect(dialog).toContainText("550 积分，另赠 50");
  await expect(dialog).toContainText("¥49.90");
  const cashier = await openCashier(page);
  await expect(dialog.getByRole("timer")).toHaveText(/^(30:00|29:\d\d)$/);
  await expect(cashier.getByText("49.90").first()).toBeVisible();
  await payAt(cashier);
  await expectDelivered(dialog);
  expect(await member.balance()).toMatchObject({ availableCredits: 600, frozenCredits: 0 });

  await dialog.getByRole("link", { name: "查看积分" }).click();
  await expect(page.getByRole("region", { name: "积分余额" })).toContainText("600");
  await expect(page.getByRole("table", { name: "积分批次" }).getByRole("row")).toHaveCount(3);
});

test("success closes the cashier's window, and the dialog stays while the pointer is in it", async ({
  page,
  member,
}) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const cashier = await openCashier(page);
  const closed = cashier.waitForEvent("close");
  await payAt(cashier);
  await expect(cashier).toHaveURL(/\/payment\/return\?orderSn=/);
  await expect(cashier.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  await expectDelivered(dialog);
  await closed;
  // The pointer has been in the dialog since it pressed the button.
  await page.waitForTimeout(2 * GO_ON_AFTER_MS);
  await dialog.getByRole("button", { name: "完成" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("我现有的")).toContainText("600");
  expect((await member.orders()).map((order) => order.status)).toEqual([1]);
});

test("after success the page goes on by itself when nobody touches it, and says what arrived", async ({
  page,
  member,
}) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const cashier = await openCashier(page);
  await page.mouse.move(5, 5);
  await payAt(cashier);
  await expect(page.getByText("付款成功，「标准包」已到账")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("我现有的")).toContainText("600");
  expect(await member.orders()).toHaveLength(1);
});

test("a plan starts at once; bought again, it goes on after its end", async ({ page, member }) => {
  await page.goto("/");
  await choose(page, PLAN);
  await expect(paymentDialog(page)).toContainText("立即生效");
  await payAt(await openCashier(page));
  await expectDelivered(paymentDialog(page));
  const first = (await member.subscription())!;
  await paymentDialog(page).getByRole("button", { name: "完成" }).click();

  await expect(page.getByRole("button", { name: "续费基础版" })).toBeVisible();
  await choose(page, PLAN);
  await expect(paymentDialog(page)).toContainText("延长至");
  await payAt(await openCashier(page));
  await expectDelivered(paymentDialog(page));
  const second = (await member.subscription())!;
  expect(second.segments).toHaveLength(2);
  expect(second.segments[1]!.startDate).toBe(first.endDate);
  expect(Date.parse(second.endDate)).toBeGreaterThan(Date.parse(first.endDate));

  await paymentDialog(page).getByRole("link", { name: "查看套餐" }).click();
  await expect(page.getByRole("region", { name: "当前套餐" })).toContainText("基础版");
  await expect(page.getByRole("listitem").filter({ hasText: "未开始" })).toHaveCount(1);
});

test("a double click on a pack opens the dialog and confirms nothing", async ({ page, member }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "购买标准包" }).dblclick();
  await expect(paymentDialog(page)).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(paymentDialog(page).getByRole("button", { name: "去支付宝付款" })).toBeEnabled();
  expect(await member.orders()).toEqual([]);
});

test("a double click makes one order", async ({ page, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await dialog.getByRole("button", { name: "去支付宝付款" }).dblclick();
  await orderSnOf(dialog);
  await expect.poll(async () => (await member.orders()).map((order) => order.statusText)).toEqual(["待支付"]);
  // The second click's request, had there been one, was sent before the answer to the first arrived.
  await expect(dialog.getByText("请在支付宝窗口完成付款")).toBeVisible();
  expect(await member.orders()).toHaveLength(1);
});

test("a browser that opens no window still has a link to the cashier", async ({ page, context, member }) => {
  // A blocker answers null, as the standard has it; Chromium under test blocks nothing.
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await dialog.getByRole("button", { name: "去支付宝付款" }).click();
  await expect(dialog.getByText("浏览器拦截了新窗口")).toBeVisible();
  const opened = context.waitForEvent("page");
  await dialog.getByRole("link", { name: "点这里打开支付宝付款页" }).click();
  await payAt(await opened);
  await expectDelivered(dialog);
  expect((await member.balance()).availableCredits).toBe(600);
});

test("walks away from the cashier, and pays later from the history", async ({ page, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const left = await openCashier(page);
  const orderSn = await orderSnOf(dialog);
  await left.close();
  await expect(dialog.getByText("支付宝窗口似乎已关闭")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("订单已保留，尚未付款")).toBeVisible();

  await page.getByRole("navigation").getByRole("link", { name: "支付记录" }).click();
  const row = page.getByRole("row").filter({ hasText: orderSn });
  await expect(row).toContainText("待支付");
  await row.getByRole("button", { name: "继续支付" }).click();
  await expect(dialog).toContainText(orderSn);
  await payAt(await openCashier(page));
  await expectDelivered(dialog);
  await dialog.getByRole("button", { name: "完成" }).click();
  await expect(row).toContainText("已支付");
  expect(await member.orders()).toHaveLength(1);
});

test("gives an order up in the dialog", async ({ page, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await openCashier(page);
  await pressAndConfirm(dialog.getByRole("button", { name: "取消订单" }), "取消订单");
  await expect(dialog.getByRole("heading", { name: "订单已取消" })).toBeVisible();
  expect((await member.orders()).map((order) => order.statusText)).toEqual(["已取消"]);
  await dialog.getByRole("button", { name: "重试支付" }).click();
  await expect(dialog.getByRole("button", { name: "去支付宝付款" })).toBeVisible();
});

test("a stranger signs up on the way to the dialog they wanted", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "购买进阶包" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByRole("link", { name: "注册" }).click();
  // Both forms ask for the same two things.
  await expect(page.getByRole("heading", { name: "注册" })).toBeVisible();
  await page.getByLabel("邮箱").fill(`stranger-${crypto.randomUUID()}@buyer.test`);
  await page.getByLabel("密码").fill("a long password");
  await page.getByRole("button", { name: "注册并登录" }).click();
  await expect(paymentDialog(page)).toContainText("进阶包");
  await expect(page).toHaveURL(/\/$/);
});
