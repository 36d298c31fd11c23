import { expect, type Locator, type Page } from "@playwright/test";
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { notify } from "./acceptance.ts";
import { choose, expectDelivered, openCashier, orderSnOf, payAt } from "./checkout.ts";
import { breakGoodsOf, letDaysPass, makeDeliveryDue, mendGoodsOf, runCron } from "./database.ts";
import { test } from "./fixtures.ts";
import { FINANCE, signIn, SUPPORT, type Credentials, type Member } from "./member.ts";
import { pressAndConfirm } from "./popups.ts";
import { payElsewhere, refundInConsole, refundsOf } from "./sandbox.ts";

/** One day at the desk, by the three of its people. */
test("a day in the life of the desk", async ({
  admin: { page: admin },
  member,
  page: buyer,
  visitor,
  request,
}, info) => {
  const sitDown = async (who: Credentials) => {
    const { page } = await visitor();
    await signIn(page.request, who);
    return page;
  };
  const [support, finance] = [await sitDown(SUPPORT), await sitDown(FINANCE)];

  await test.step("the admin changes a price while somebody pays the old one", () => changePrice(admin, buyer, member));
  await test.step("support finds out why a buyer has nothing, and delivers again", () => deliverAgain(support, member));
  await test.step("support starts a refund of half of last month's order, and finance approves it", () =>
    refundHalf(support, finance, member));
  await test.step("finance books a refund that was made in Alipay's console, with its goods", async () => {
    const { orderSn } = await member.buy({ pack: "标准包" });
    const { availableCredits } = await member.balance();
    await notify(request, await refundInConsole(orderSn));
    await bookOutside(finance, orderSn);
    expect(await member.balance()).toMatchObject({ availableCredits: availableCredits - 600 });
  });
  await test.step("finance saves the orders of these days, whole", () => saveOrders(finance));
  // Before the shop sold anything, so that it may be closed; a repeated run closes the next.
  const quiet = `2020-0${info.retry + 1}`;
  await test.step("finance closes a month, and its sheet stays", () => closeMonth(finance, quiet));
});

async function changePrice(admin: Page, buyer: Page, member: Member): Promise<void> {
  const name = `日常包 ${randomUUID().slice(0, 6)}`;
  const pack = { name, creditAmount: 120, price: 12.5, sort: 90, reason: "日常" };
  expect((await admin.request.post("/api/admin/products", { data: pack })).status()).toBe(200);
  await buyer.goto("/");
  const paying = await choose(buyer, { pack: name });
  const cashier = await openCashier(buyer);
  const orderSn = await orderSnOf(paying);

  await admin.goto("/admin/catalog");
  const dialog = admin.getByRole("dialog");
  await admin.getByRole("button", { name: `修改${name}` }).click();
  await dialog.getByLabel("价格", { exact: true }).fill("15");
  await dialog.getByLabel(/^理由/).fill("成本涨了");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toBeHidden();

  await payAt(cashier);
  await expectDelivered(paying);
  const order = (await member.orders()).find((one) => one.orderSn === orderSn);
  expect([order?.totalAmount, (await member.balance()).availableCredits]).toEqual([12.5, 120]);
  await buyer.goto("/");
  await expect(buyer.getByRole("listitem").filter({ hasText: name })).toContainText("15.00");
  await admin.getByRole("button", { name: `下架${name}` }).click();
  await dialog.getByLabel(/^理由/).fill("今天到此为止");
  await dialog.getByRole("button", { name: "下架" }).click();
  await expect(dialog).toBeHidden();
}

async function deliverAgain(support: Page, member: Member): Promise<void> {
  const { orderSn, payUrl } = await member.place({ pack: "标准包" });
  await breakGoodsOf(orderSn);
  await payElsewhere(payUrl);
  await expect
    .poll(async () => {
      await makeDeliveryDue(orderSn);
      await runCron("retry-deliveries");
      return member.statusOf(orderSn);
    })
    .toMatchObject({ status: 1, deliveryStatus: 2 });

  await findOrder(support, orderSn);
  const answer = support.getByRole("status").filter({ hasText: "付款已到账" });
  await expect(answer).toContainText("发放失败 4 次（no lots today），自动重试已经用完");
  await mendGoodsOf(orderSn);
  await pressAndConfirm(support.getByRole("main").getByRole("button", { name: "再发一次" }), "再发一次");
  await expect(support.getByRole("status").filter({ hasText: "600 积分已经发放，还没有用过" })).toBeVisible();

  await only(support, "发放");
  await expect(story(support)).toHaveText([/商品已到账.*管理员 \d+ 演示客服/, /自动发放未成功/]);
}

async function refundHalf(support: Page, finance: Page, member: Member): Promise<void> {
  const { orderSn } = await member.buy({ pack: "标准包" });
  await letDaysPass(orderSn, 30);
  await runCron("complete-orders");
  await findOrder(support, orderSn);
  await expect(support.getByRole("main")).toContainText("已完成");
  await support.getByRole("button", { name: "退款" }).click();
  const dialog = support.getByRole("dialog", { name: "退款" });
  await dialog.getByLabel("退多少（元）").fill("24.95");
  await dialog.getByText("不收回").click();
  await expect(dialog.getByRole("region", { name: "结果会是" })).toContainText("还要 1 位同事同意");
  await dialog.getByLabel("理由").fill("上个月多次失败，商定退一半");
  await dialog.getByRole("button", { name: "提交审核" }).click();
  await dialog.getByRole("link", { name: "看这笔退款" }).click();
  await expect(support).toHaveURL(/\/admin\/refunds\/\d+$/);

  await finance.goto(new URL(support.url()).pathname);
  await pressAndConfirm(finance.getByRole("button", { name: "通过" }), "通过");
  await expect(finance.getByText("已通过")).toBeVisible();
  await expect.poll(() => refundsOf(orderSn)).toEqual([2495]);
  await findOrder(finance, orderSn);
  await expect(finance.getByRole("status").filter({ hasText: "已退回 ¥24.95" })).toBeVisible();
  await only(finance, "退款");
  await expect(story(finance).last()).toContainText("客服发起了退款");
  await story(finance).last().getByText("细节").click();
  await expect(story(finance).last()).toContainText("上个月多次失败，商定退一半");
}

async function bookOutside(finance: Page, orderSn: string): Promise<void> {
  await findOrder(finance, orderSn);
  await expect(finance.getByRole("status").filter({ hasText: "另有退款 ¥49.90" })).toBeVisible();
  await finance.getByLabel("理由（必填，记入审计）").fill("同事在支付宝后台退的");
  await pressAndConfirm(finance.getByRole("button", { name: "登记这笔退款" }), "登记");
  await expect(finance.getByRole("status").filter({ hasText: "¥49.90 已退回，权益已收回" })).toBeVisible();
}

/** The file's checksum is the one that the desk keeps of it. */
async function saveOrders(finance: Page): Promise<void> {
  await finance.goto("/admin/exports");
  const downloading = finance.waitForEvent("download");
  await finance.getByRole("link", { name: "下载订单" }).click();
  const download = await downloading;
  const content = await readFile(await download.path());
  await finance.reload();
  const row = finance.getByRole("row").filter({ hasText: download.suggestedFilename() });
  await expect(row).toContainText(createHash("sha256").update(content).digest("hex"));
  await expect(row).toContainText("完整");
}

/** The running month says why it cannot be closed; another closes, and shows who closed it. */
async function closeMonth(finance: Page, month: string): Promise<void> {
  const main = finance.getByRole("main");
  const running = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  await finance.goto(`/admin/closing?month=${running}`);
  await expect(main).toContainText("这个月还没有过完");
  await expect(main.getByRole("button", { name: "结账" })).toHaveCount(0);
  await finance.goto(`/admin/closing?month=${month}`);
  const sheet = await main.locator("code").textContent();
  await pressAndConfirm(main.getByRole("button", { name: "结账" }), "结账");
  await expect(main).toContainText("演示财务 已经结账，这是当时的那一份。");
  await finance.reload();
  await expect(main.locator("code")).toHaveText(sheet!);
}

/** By its number, as the buyer says it. */
async function findOrder(desk: Page, orderSn: string): Promise<void> {
  await desk.goto("/admin/orders");
  await desk.getByLabel("订单号、支付宝交易号或邮箱").fill(orderSn);
  await desk.getByRole("button", { name: "查找" }).click();
  const found = desk.getByRole("table", { name: "订单" }).getByRole("row").filter({ hasText: orderSn });
  await found.getByRole("link").first().click();
  await expect(desk).toHaveURL(new RegExp(`/admin/orders/${orderSn}$`));
  await expect(desk.getByRole("heading", { name: "经过" })).toBeVisible();
}

/** Shows the story's entries of one kind. */
async function only(desk: Page, kind: string): Promise<void> {
  await desk.getByRole("group", { name: "只看" }).getByRole("button", { name: kind, exact: true }).click();
}

function story(desk: Page): Locator {
  return desk.getByRole("list", { name: "经过" }).getByRole("listitem");
}
