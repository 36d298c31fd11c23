import { expect, test } from "./fixtures.ts";
import { pressOpened } from "./popups.ts";
import { breakFor, payElsewhere, tradeOf } from "./sandbox.ts";

const PACK = { pack: "标准包" } as const;

test("a payment whose notice was lost is found from its order, and the goods are there", async ({ page, member }) => {
  const { orderSn, payUrl } = await member.place(PACK);
  await payElsewhere(payUrl, { notify: false });
  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("link", { name: "付了钱没到账？" }).click();
  const found = page.getByRole("region", { name: "查到的结果" });
  await expect(found.getByRole("heading", { name: "付款已收到，商品已经到账。" })).toBeVisible();
  const { tradeNo } = (await tradeOf(orderSn))!;
  await expect(found.getByRole("listitem")).toContainText(["¥49.90 用于这笔订单"]);
  await expect(found.getByRole("listitem")).toContainText([tradeNo]);
  expect((await member.balance()).availableCredits).toBe(600);
});

test("a payment is found by the number that Alipay's bill shows", async ({ page, member }) => {
  const { orderSn, payUrl } = await member.place(PACK);
  await payElsewhere(payUrl, { notify: false });
  const { tradeNo } = (await tradeOf(orderSn))!;
  await page.goto("/");
  await page.getByRole("button", { name: /^账户/ }).click();
  await pressOpened(page.getByRole("link", { name: "付了钱没到账？" }));
  await page.getByLabel("订单号或支付宝交易号").fill(` ${tradeNo.slice(0, 8)} ${tradeNo.slice(8)} `);
  // The second question of a double click would be told less.
  await page.getByRole("button", { name: "查这笔钱" }).dblclick();
  const found = page.getByRole("region", { name: "查到的结果" });
  await expect(found.getByRole("heading", { name: "付款已收到，商品已经到账。" })).toBeVisible();
  await expect(found).toContainText(orderSn);
  expect((await member.balance()).availableCredits).toBe(600);
});

test("an order that nobody paid can be paid from there, and silence is not called unpaid", async ({ page, member }) => {
  const unpaid = await member.place(PACK);
  await page.goto("/orders");
  await page.getByRole("link", { name: "付了钱没到账？" }).click();
  const number = page.getByLabel("订单号或支付宝交易号");
  await number.fill(unpaid.orderSn);
  await page.keyboard.press("Enter");
  const found = page.getByRole("region", { name: "查到的结果" });
  await expect(found.getByRole("heading", { name: "支付宝没有这笔订单的有效付款。" })).toBeVisible();
  await expect(found.getByRole("button", { name: "继续支付" })).toBeVisible();

  const silent = await member.place({ pack: "尝鲜包" });
  await breakFor(silent.orderSn, "http-502");
  await number.fill(silent.orderSn);
  await page.keyboard.press("Enter");
  await expect(found.getByRole("heading", { name: "支付宝还没有给出结果。" })).toBeVisible();
  await expect(found.getByRole("button", { name: "再查一次" })).toBeVisible();
});

test("a number of nobody's, or no number at all, says what to do", async ({ page, member, watch }) => {
  watch.expects(404, /\/api\/payment\/find$/);
  watch.expects(400, /\/api\/payment\/find$/);
  await member.balance();
  await page.goto("/orders/find");
  await page.getByRole("button", { name: "查这笔钱" }).click();
  await expect(page.getByText("请填写一个号码")).toBeVisible();
  const number = page.getByLabel("订单号或支付宝交易号");
  await number.fill("2026030122001499999999999999");
  await page.keyboard.press("Enter");
  await expect(page.getByText("你的账户里没有这个号码的订单")).toBeVisible();
  await number.fill("订单一");
  await page.keyboard.press("Enter");
  await expect(page.getByText("请填写订单号或支付宝交易号，只有数字、字母和下划线")).toBeVisible();
});
