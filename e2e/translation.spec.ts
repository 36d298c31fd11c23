import { choose, expectDelivered, openCashier, orderSnOf, payAt, paymentDialog } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm, pressOpened } from "./popups.ts";
import { expectSeenChanges, translate } from "./translator.ts";

// What is done on every page stands in pages.spec.ts; the watch says what throws.

test("a translated shop shows other prices by the year, sells, and says what arrived", async ({ page, member }) => {
  await page.goto("/");
  await translate(page);
  const plan = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "基础版" }) });
  for (const [cycle, price, unit] of [
    ["按年", "¥199.00", "/ 年"],
    ["按月", "¥19.00", "/ 月"],
  ] as const) {
    await page.getByText(cycle, { exact: true }).click();
    await expect(plan).toContainText(price);
    await expect(plan).toContainText(unit);
  }
  await page.getByRole("button", { name: /^外观/ }).click();
  await pressOpened(page.getByRole("button", { name: "深色", exact: true }));

  await choose(page, { plan: "基础版", cycle: "yearly" });
  await expect(paymentDialog(page)).toContainText("立即生效");
  await page.keyboard.press("Escape");
  await expect(paymentDialog(page)).toBeHidden();
  const dialog = await choose(page, { pack: "标准包" });
  const left = await openCashier(page);
  await expect(dialog).toContainText("请在支付宝窗口完成付款");
  await left.close();
  await expect(dialog).toContainText("支付宝窗口似乎已关闭");
  const opened = page.waitForEvent("popup");
  await dialog.getByRole("button", { name: "重试支付" }).click();
  const cashier = await opened;
  await expect(cashier.getByTestId("login")).toBeVisible();
  await payAt(cashier);
  await expectDelivered(dialog);
  await dialog.getByRole("button", { name: "完成" }).click();
  await expect(page.getByLabel("我现有的")).toContainText("600");

  const given = await choose(page, { pack: "尝鲜包" });
  await openCashier(page);
  await orderSnOf(given);
  await pressAndConfirm(given.getByRole("button", { name: "取消订单" }), "取消订单");
  await expect(given.getByRole("heading", { name: "订单已取消" })).toBeVisible();
  await given.getByRole("button", { name: "重试支付" }).click();
  await expect(given.getByRole("button", { name: "去支付宝付款" })).toBeVisible();
  expect((await member.orders()).map(({ statusText }) => statusText).sort()).toEqual(["已取消", "已支付"]);
  await expectSeenChanges(page);
});

test("a translated history is narrowed, and refunded", async ({ page, member }) => {
  const { orderSn } = await member.buy({ pack: "标准包" });
  await member.place({ plan: "基础版", cycle: "monthly" });
  await page.goto("/orders");
  await translate(page);
  const rows = page.getByRole("table", { name: "支付记录" }).getByRole("row");
  await expect(page.getByText(/共\s*2\s*条/)).toBeVisible();
  const filter = page.getByRole("search");
  await filter.getByRole("combobox", { name: "商品类型" }).selectOption("套餐");
  await expect(page.getByText(/共\s*1\s*条/)).toBeVisible();
  await pressAndConfirm(rows.last().getByRole("button", { name: "取消" }), "取消订单");
  await expect(rows.last()).toContainText("已取消");
  await filter.getByRole("link", { name: "清除筛选" }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole("button", { name: `账户：${member.name}` }).click();
  await pressOpened(page.getByRole("group", { name: /^账户/ }).getByRole("link", { name: "付了钱没到账？" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("付了钱没到账");

  await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "支付记录" }).click();
  await rows.filter({ hasText: orderSn }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "经过" })).toBeVisible();
  await page.getByRole("button", { name: "申请退款" }).click();
  const dialog = page.getByRole("dialog", { name: "申请退款" });
  await dialog.getByLabel("退款原因").fill("买多了");
  await dialog.getByRole("button", { name: /^申请退款/ }).click();
  await expect(dialog.getByRole("status")).toContainText("¥49.90");
  await dialog.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("退款已原路退回你的支付宝");
  await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "消息" }).click();
  await expect(page.getByRole("heading", { name: "退款已到账" })).toBeVisible();
  await page.getByRole("button", { name: "全部标为已读" }).click();
  await expect(page.getByRole("button", { name: "全部标为已读" })).toBeDisabled();
  await expectSeenChanges(page);
});

test("a text that is changed where nobody sees it does not pass", async ({ page }) => {
  await page.goto("/");
  const held = await page.evaluateHandle(() => {
    const text = new Text("before");
    document.body.append(text, document.createElement("hr"));
    return text;
  });
  await translate(page);
  await held.evaluate((text) => {
    text.data = "after";
  });
  expect(await page.evaluate(() => window.unseenChanges)).toEqual(["before → after"]);
});
