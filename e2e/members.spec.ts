import { expect, test } from "./fixtures.ts";

test("an admin finds a member, gives and takes credits, closes the account and opens it again", async ({
  admin: { page, watch },
  member,
}) => {
  await member.buy({ pack: "尝鲜包" });
  await page.goto(`/admin/members?query=${encodeURIComponent(member.email)}`);
  await page.getByRole("table", { name: "会员" }).getByRole("link").first().click();
  const dialog = page.getByRole("dialog");

  await page.getByRole("button", { name: "调整积分" }).click();
  await dialog.getByLabel("积分数").fill("30");
  await dialog.getByLabel(/^理由/).fill("一张图没有画成");
  // Pressed twice on a slow line, and left before the answer: it is one act, and its dialog stays until it is answered.
  let sent = 0;
  const answered = Promise.withResolvers<void>();
  await page.route(/\/credits$/, async (route) => {
    sent += 1;
    await answered.promise;
    await route.continue();
  });
  await dialog.getByRole("button", { name: "给积分" }).dblclick();
  await expect.poll(() => sent).toBe(1);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  answered.resolve();
  await expect(page.getByText("已给 30 积分")).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(sent).toBe(1);
  await page.unroute(/\/credits$/);
  await expect(page.getByRole("table", { name: "人工调整的积分" })).toContainText("一张图没有画成");
  expect(await member.balance()).toMatchObject({ totalCredits: 130 });

  await page.getByRole("button", { name: "调整积分" }).click();
  watch.expects(409, /\/credits$/);
  await dialog.getByText("更正扣除").click();
  await dialog.getByLabel("积分数").fill("131");
  await dialog.getByLabel(/^理由/).fill("多给了");
  await dialog.getByRole("button", { name: "扣除积分" }).click();
  await expect(dialog).toContainText("积分余额不足");
  await dialog.getByLabel("积分数").fill("30");
  await dialog.getByRole("button", { name: "扣除积分" }).click();
  await expect(page.getByText("已扣 30 积分")).toBeVisible();

  await page.getByRole("button", { name: "关闭账户" }).click();
  await expect(dialog).toContainText("剩余的 100 积分留着");
  await dialog.getByLabel(/^理由/).fill("他本人要求停用");
  await dialog.getByRole("button", { name: "关闭账户" }).click();
  await expect(page.getByText("已被商店关闭")).toBeVisible();
  await page.getByRole("button", { name: "重新打开" }).click();
  await dialog.getByLabel(/^理由/).fill("他又来了");
  await dialog.getByRole("button", { name: "重新打开" }).click();
  await expect(page.getByRole("button", { name: "改变角色" })).toBeVisible();
});
