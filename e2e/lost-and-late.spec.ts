import { choose, expectDelivered, openCashier, orderSnOf, payAt, paymentDialog } from "./checkout.ts";
import { letExpireIn, makeQuestionDue, runCron } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";
import { breakFor, noticesOf, payElsewhere, tradeOf } from "./sandbox.ts";

// One after the other: a cron takes whatever is due, the orders of a test beside it too.
test.describe.configure({ mode: "default" });

const PACK = { pack: "标准包" } as const;

test.describe("a notice that never comes", () => {
  test("is not missed when the cashier's window closes", async ({ page, member }) => {
    await page.goto("/");
    const dialog = await choose(page, PACK);
    const cashier = await openCashier(page);
    const orderSn = await orderSnOf(dialog);
    await breakFor(orderSn, "notify-drop");
    await payAt(cashier);
    await cashier.close();
    await expectDelivered(dialog);
    expect(await noticesOf(orderSn)).toEqual(["dropped"]);
    expect((await member.balance()).availableCredits).toBe(600);
  });

  test("is not missed by a buyer who only waits", async ({ page, member }) => {
    const { orderSn } = await member.place(PACK);
    await page.addInitScript(() => {
      window.open = () => null;
    });
    await page.goto("/orders");
    await page.getByRole("button", { name: "继续支付" }).click();
    const dialog = paymentDialog(page);
    await dialog.getByRole("button", { name: "去支付宝付款" }).click();
    const link = dialog.getByRole("link", { name: "点这里打开支付宝付款页" });
    await payElsewhere((await link.getAttribute("href"))!, { notify: false });
    // Nothing is clicked and no window gets the focus: every fifth look asks Alipay itself.
    await expect(dialog.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible({ timeout: 40_000 });
    expect(await noticesOf(orderSn)).toEqual(["dropped"]);
  });

  test("is not missed by the page to which the buyer comes back", async ({ page, member }) => {
    const { orderSn, payUrl } = await member.place(PACK);
    await payElsewhere(payUrl, { notify: false });
    await page.goto(`/payment/return?orderSn=${orderSn}`);
    await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
    expect(await noticesOf(orderSn)).toEqual(["dropped"]);
  });

  test("is found by the scheduler when the buyer has gone", async ({ page, member }) => {
    const { orderSn, payUrl } = await member.place(PACK);
    await payElsewhere(payUrl, { notify: false });
    await page.goto("/orders");
    const row = page.getByRole("row").filter({ hasText: orderSn });
    await expect(row).toContainText("待支付");
    await makeQuestionDue(orderSn);
    await runCron("query-payments");
    await page.reload();
    await expect(row).toContainText("已支付");
    await page.getByRole("navigation").getByRole("link", { name: "消息" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "付款成功" })).toContainText("标准包");
  });
});

test("an order that runs out of time says so, and offers a new one", async ({ page, member }) => {
  const { orderSn } = await member.place(PACK);
  await letExpireIn(orderSn, 20);
  await page.goto("/orders");
  await page.getByRole("button", { name: "继续支付" }).click();
  const dialog = paymentDialog(page);
  await openCashier(page);
  await expect(dialog.getByRole("timer")).toHaveText(/^00:\d\d$/);
  await expect(dialog.getByRole("timer")).toHaveText("已到时", { timeout: 25_000 });
  await expect(dialog.getByText("付款时间已过，正在等支付宝确认")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "重新打开支付宝" })).toBeDisabled();

  await runCron("expire-orders");
  await expect(dialog.getByRole("heading", { name: "订单已过期" })).toBeVisible();
  await dialog.getByRole("link", { name: "查看订单" }).click();
  await expect(page.getByText("超过付款时间，订单已关闭")).toBeVisible();
  await expect(page.getByText("已取消")).toBeVisible();
  await expect(page.getByRole("button", { name: "继续支付" })).toBeHidden();
  await page.getByRole("navigation").getByRole("link", { name: "消息" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "订单已关闭" })).toContainText("超过 30 分钟未付款");
});

test("money that arrives after closing still buys the goods", async ({ page, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  const cashier = await openCashier(page);
  const orderSn = await orderSnOf(dialog);
  await letExpireIn(orderSn, -1);
  await runCron("expire-orders");
  await expect.poll(() => member.statusOf(orderSn)).toMatchObject({ status: 4 });
  // Its own clock has time left; the order's record says why it was closed.
  await expect(dialog.getByRole("heading", { name: "订单已过期" })).toBeVisible();

  await payAt(cashier);
  await expect.poll(() => member.statusOf(orderSn)).toMatchObject({ status: 1, deliveryStatus: 1 });
  expect((await member.balance()).availableCredits).toBe(600);
  await page.goto(`/orders/${orderSn}`);
  await expect(page.getByText("订单关闭后收到付款，照常发放")).toBeVisible();
  await page.goto("/notices");
  await expect(page.getByRole("listitem").filter({ hasText: "已照常发放" })).toContainText("可在付款后 7 天内申请退款");
});

test("with a silent gateway an order cannot be given up, is kept, and can be paid", async ({ page, member, watch }) => {
  const { orderSn } = await member.place(PACK);
  const mend = await breakFor(orderSn, "reset-before", "alipay.trade.query");
  watch.expects(503, /\/api\/payment\/cancel\//);
  await page.goto("/orders");
  const row = page.getByRole("row").filter({ hasText: orderSn });
  await pressAndConfirm(row.getByRole("button", { name: "取消" }), "取消订单");
  await expect(page.getByText("支付宝暂时没有回应，订单已保留，请稍后再试")).toBeVisible();
  await expect(row).toContainText("待支付");
  expect(await tradeOf(orderSn)).toBeUndefined();

  await mend();
  await row.getByRole("button", { name: "继续支付" }).click();
  await payAt(await openCashier(page));
  await expectDelivered(paymentDialog(page));
});
