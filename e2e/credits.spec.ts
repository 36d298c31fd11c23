import { expect, test } from "./fixtures.ts";

test("spending shows which credits paid: the bonus first", async ({ page, member }) => {
  const { orderSn } = await member.buy({ pack: "标准包" });
  await page.goto("/credits/try");
  const desk = page.getByRole("region", { name: "试用积分" });
  await expect(desk).toContainText("现在可用 600 积分");
  await desk.getByRole("spinbutton").fill("60");
  await desk.getByRole("button", { name: "生成一张图片" }).click();
  await expect(desk).toContainText("用掉 60 积分，还剩 540。");
  await expect(desk.getByRole("listitem")).toHaveText([
    `赠送积分 50，来自订单 ${orderSn}`,
    `购买积分 10，来自订单 ${orderSn}`,
  ]);
  await expect(desk).toContainText("现在可用 540 积分");
  expect(await member.balance()).toMatchObject({ availableCredits: 540 });
  await page.goto("/credits");
  await expect(page.getByRole("table", { name: "积分明细" }).getByRole("row")).toHaveCount(5);
});

test("more than there is cannot be spent, and nothing is taken", async ({ page, member, watch }) => {
  await member.buy({ pack: "尝鲜包" });
  watch.expects(409, /\/api\/credits\/consume$/);
  await page.goto("/credits/try");
  const desk = page.getByRole("region", { name: "试用积分" });
  await desk.getByRole("spinbutton").fill("101");
  await desk.getByRole("button", { name: "生成一张图片" }).click();
  await expect(desk.getByRole("alert")).toContainText("积分余额不足");
  expect(await member.balance()).toMatchObject({ availableCredits: 100 });
});
