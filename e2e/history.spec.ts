import { expect, test } from "./fixtures.ts";

const TITLES = ["订单号", "商品信息", "支付金额", "支付方式", "订单状态", "创建时间", "支付时间", "操作"];

test("the history says of each order what was bought, for how much, how and when", async ({ page, member }) => {
  const paid = await member.buy({ pack: "标准包" });
  const pending = await member.place({ plan: "基础版", cycle: "monthly" });
  await page.goto("/orders");
  await expect(page.getByRole("columnheader")).toHaveText(TITLES);
  const cellsOf = (orderSn: string) => page.getByRole("row").filter({ hasText: orderSn }).getByRole("cell");
  const minute = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;
  const asPaid = [paid.orderSn, "标准包积分", "¥49.90", "支付宝", "已支付", minute, minute, "申请退款"];
  await expect(cellsOf(paid.orderSn)).toHaveText(asPaid);
  const asPending = [pending.orderSn, /基础版.*套餐/, "¥19.00", "-", "待支付", minute, "-", /继续支付/];
  await expect(cellsOf(pending.orderSn)).toHaveText(asPending);
});

test("the history's pages: their size, a jump, and the way back from behind the end", async ({ page, member }) => {
  for (let placed = 0; placed < 12; placed += 1) await member.cancel((await member.place({ pack: "尝鲜包" })).orderSn);
  const rows = page.getByRole("table", { name: "支付记录" }).getByRole("row");
  const pages = page.getByRole("navigation", { name: "分页" });
  await page.goto("/orders");
  await expect(pages).toContainText("第 1–12 条 / 共 12 条");
  await pages.getByLabel("每页条数").selectOption("10");
  await expect(page).toHaveURL(/\/orders\?pageSize=10$/);
  await expect(rows).toHaveCount(11);

  const jump = async (to: string) => {
    await pages.getByLabel("跳至").fill(to);
    await page.keyboard.press("Enter");
  };
  await jump("2");
  await expect(pages).toContainText("第 11–12 条 / 共 12 条");
  await expect(rows).toHaveCount(3);
  await jump("1");
  await expect(rows).toHaveCount(11);
  await jump("99");
  await expect(pages).toContainText("第 11–12 条 / 共 12 条");

  await pages.getByLabel("每页条数").selectOption("20");
  await expect(page).toHaveURL(/\/orders$/);
  await expect(rows).toHaveCount(13);
  await page.goto("/orders?productType=2&pageSize=10&pageNum=7");
  await expect(page.getByText("这一页没有记录。")).toBeVisible();
  await page.getByRole("button", { name: "回到第一页" }).click();
  await expect(page).toHaveURL(/\/orders\?productType=2&pageSize=10$/);
  await expect(rows).toHaveCount(11);
});
