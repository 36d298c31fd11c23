import type { Page } from "@playwright/test";
import { makeRefundCheckDue, runCron } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";
import { breakFor, refundsOf } from "./sandbox.ts";

/** From the order's page: the quote, the reason, the button. Answers with the sum that the button named, in fen. */
async function askBack(page: Page, orderSn: string, reason: string): Promise<number> {
  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("button", { name: "申请退款" }).click();
  const dialog = page.getByRole("dialog", { name: "申请退款" });
  const button = dialog.getByRole("button", { name: /^申请退款/ });
  const [, shown] = /¥([\d,]+\.\d\d)$/.exec((await button.textContent())!)!;
  await expect(dialog.getByText(`${shown!.replaceAll(",", "")} 元`, { exact: true }).last()).toBeVisible();
  await expect(dialog.getByRole("region", { name: "到账时间" })).toContainText("支付宝余额即时到账银行卡3-7 个工作日");
  await dialog.getByLabel("退款原因").fill(reason);
  await button.click();
  await expect(dialog.getByRole("status")).toContainText(`¥${shown}`);
  return Math.round(Number(shown!.replaceAll(",", "")) * 100);
}

const DAY_MS = 86_400_000;

test("part-used credits bring back exactly what the quote showed", async ({ page, member }) => {
  const { orderSn } = await member.buy({ pack: "标准包" });
  await member.spend(60);
  // The bonus of 50 was spent first, so 540 of the 550 are left: 49.90 × 540 ÷ 550, floored.
  expect(await askBack(page, orderSn, "买多了")).toBe(4_899);
  await expect(page.getByText("退款成功，款项已原路退回")).toBeVisible();
  expect(await refundsOf(orderSn)).toEqual([4_899]);
  expect(await member.balance()).toMatchObject({ totalCredits: 0, frozenCredits: 0 });

  await page.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("退款已原路退回你的支付宝");
  await expect(page.getByRole("button", { name: "申请退款" })).toBeHidden();
  await page.goto("/notices");
  await expect(page.getByRole("listitem").filter({ hasText: "退款已到账" })).toContainText("¥48.99");
});

test("credits that are spent while the quote is open: the new sum is shown first, and only then sent", async ({
  page,
  member,
  watch,
}) => {
  watch.expects(409, /\/api\/payment\/refund\//);
  const { orderSn } = await member.buy({ pack: "标准包" });
  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("button", { name: "申请退款" }).click();
  const dialog = page.getByRole("dialog", { name: "申请退款" });
  await dialog.getByLabel("退款原因").fill("买多了");
  const button = dialog.getByRole("button", { name: /^申请退款/ });
  await expect(button).toContainText("¥49.90");
  await member.spend(60);
  await button.click();
  await expect(dialog.getByText("可退金额已经变了，请核对新的金额再提交")).toBeVisible();
  await expect(button).toContainText("¥48.99");
  expect(await refundsOf(orderSn)).toEqual([]);
  await button.click();
  await expect(dialog.getByText("退款成功，款项已原路退回")).toBeVisible();
  expect(await refundsOf(orderSn)).toEqual([4_899]);
});

test("a plan goes back although a later one stands on it, which moves up", async ({ page, member }) => {
  const plan = { plan: "基础版", cycle: "monthly" } as const;
  const first = await member.buy(plan);
  await member.buy(plan);
  const [begun, later] = (await member.subscription())!.segments;
  expect(Date.parse(later!.startDate)).toBeGreaterThan(Date.now());
  const start = Date.parse(begun!.startDate);
  const end = Date.parse(begun!.endDate);
  const days = Math.round((end - start) / DAY_MS);
  const daysLeft = Math.floor((end - Date.now()) / DAY_MS);

  const fen = await askBack(page, first.orderSn, "换一个套餐");
  expect(fen).toBe(Math.floor((1_900 * daysLeft) / days));
  await expect(page.getByText("退款成功，款项已原路退回")).toBeVisible();
  expect(await refundsOf(first.orderSn)).toEqual([fen]);

  await page.goto("/subscription");
  await expect(page.getByRole("region", { name: "当前套餐" })).toContainText("基础版");
  await expect(page.getByText("未开始")).toBeHidden();
  const current = (await member.subscription())!;
  expect(Date.parse(current.startDate)).toBeLessThanOrEqual(Date.now());
  const kept = current.segments.find((segment) => segment.id === later!.id)!;
  expect(Date.parse(kept.startDate)).toBeLessThan(Date.parse(later!.startDate));
  expect(kept.status).toBe("ACTIVE");
});

test("a refund that a person must look at, from both sides", async ({ page, member, admin }) => {
  const { orderSn } = await member.buy({ pack: "团队包" });
  expect(await askBack(page, orderSn, "项目取消了")).toBe(49_900);
  await expect(page.getByText("退款申请已提交，等待人工审核")).toBeVisible();
  await page.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("待审核");
  await page.goto("/credits");
  await expect(page.getByRole("region", { name: "积分余额" })).toContainText("7,500");
  expect(await member.balance()).toMatchObject({ availableCredits: 0, frozenCredits: 7_500 });
  expect(await refundsOf(orderSn)).toEqual([]);

  const desk = admin.page;
  await desk.goto("/admin/refunds");
  const row = desk.getByRole("row").filter({ hasText: orderSn });
  await expect(row).toContainText("金额较大");
  await row.getByRole("link", { name: "团队包" }).click();
  await expect(desk.getByText("项目取消了")).toBeVisible();
  await expect(desk.getByText("499.00 元").first()).toBeVisible();
  await expect(desk.getByText(member.email)).toBeVisible();
  await pressAndConfirm(desk.getByRole("main").getByRole("button", { name: "通过" }), "通过");
  await expect(desk.getByRole("table", { name: "审核意见" })).toContainText("通过");
  await expect(desk.getByRole("button", { name: "驳回" })).toBeHidden();
  expect(await refundsOf(orderSn)).toEqual([49_900]);

  await page.goto(`/orders/${orderSn}`);
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("退款已原路退回你的支付宝");
  await expect(page.getByText("退款审核通过")).toBeVisible();
  expect(await member.balance()).toMatchObject({ totalCredits: 0, frozenCredits: 0 });
});

test("a refund is rejected, for a reason that the buyer reads", async ({ page, member, admin }) => {
  const { orderSn } = await member.buy({ pack: "团队包" });
  await member.askBack(orderSn, "试试看");
  const desk = admin.page;
  await desk.goto("/admin/refunds");
  await desk.getByRole("row").filter({ hasText: orderSn }).getByRole("link", { name: "团队包" }).click();
  admin.watch.expects(400, /\/review$/);
  await desk.getByRole("button", { name: "驳回" }).click();
  await expect(desk.getByText("驳回时请写明理由，买家会看到")).toBeVisible();
  await desk.getByLabel("理由").fill("积分已用于交付的作品");
  await desk.getByRole("button", { name: "驳回" }).click();
  await expect(desk.getByRole("table", { name: "审核意见" })).toContainText("积分已用于交付的作品");

  await page.goto("/notices");
  await expect(page.getByRole("listitem").filter({ hasText: "退款申请未通过" })).toContainText("积分已用于交付的作品");
  await page.goto(`/orders/${orderSn}`);
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("退款申请没有通过");
  expect(await refundsOf(orderSn)).toEqual([]);
  expect(await member.balance()).toMatchObject({ availableCredits: 7_500, frozenCredits: 0 });
});

test("when Alipay's answer is lost, the money is on its way until Alipay says", async ({ page, member }) => {
  const { orderSn } = await member.buy({ pack: "标准包" });
  const mend = await breakFor(orderSn, "reset-after", "alipay.trade.refund");
  const fen = await askBack(page, orderSn, "不需要了");
  await expect(page.getByText("支付宝确认后会通知你")).toBeVisible();
  expect(await member.balance()).toMatchObject({ availableCredits: 0, frozenCredits: 600 });
  await page.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("支付宝正在处理退款");

  await mend();
  await makeRefundCheckDue(orderSn);
  await runCron("settle-refunds");
  await page.reload();
  await expect(page.getByRole("region", { name: "退款进度" })).toContainText("退款已原路退回你的支付宝");
  expect(await refundsOf(orderSn)).toEqual([fen]);
  expect(await member.balance()).toMatchObject({ totalCredits: 0, frozenCredits: 0 });
});

test("what is used up cannot be asked back, and the dialog says why", async ({ page, member }) => {
  const { orderSn } = await member.buy({ pack: "尝鲜包" });
  await member.spend(100);
  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("button", { name: "申请退款" }).click();
  await expect(page.getByRole("dialog", { name: "申请退款" })).toContainText("已经用完，没有可退的部分");
  await expect(page.getByLabel("退款原因")).toBeHidden();
});
