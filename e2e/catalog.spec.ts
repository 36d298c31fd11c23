import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures.ts";

test("a new pack is shown as the buyer will see it, sold at its new price, and taken off sale", async ({
  admin: { page, watch },
  page: buyer,
}) => {
  const name = `秋季包 ${randomUUID().slice(0, 6)}`;
  await page.goto("/admin/catalog");
  await page.getByRole("button", { name: "新建积分包" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("名称", { exact: true }).fill(name);
  await dialog.getByLabel("价格", { exact: true }).fill("12.5");
  await dialog.getByLabel("积分", { exact: true }).fill("300");
  await dialog.getByLabel("每人限购", { exact: true }).fill("1");
  const preview = dialog.getByLabel("买家看到的样子");
  await expect(preview).toContainText("12.50");
  await expect(preview).toContainText("每人限购 1 份");
  watch.expects(400, /\/api\/admin\/products$/);
  await dialog.getByRole("button", { name: "新建", exact: true }).click();
  await expect(dialog.getByText("请写明理由")).toBeVisible();
  await dialog.getByLabel(/^理由/).fill("秋季活动");
  await dialog.getByRole("button", { name: "新建", exact: true }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: `修改${name}` }).click();
  await dialog.getByLabel("价格", { exact: true }).fill("9.9");
  await dialog.getByLabel(/^理由/).fill("降价");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toBeHidden();

  await buyer.goto("/");
  await expect(buyer.getByRole("listitem").filter({ hasText: name })).toContainText("9.90");

  await page.getByRole("button", { name: `下架${name}` }).click();
  await dialog.getByLabel(/^理由/).fill("卖完了");
  await dialog.getByRole("button", { name: "下架" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: `版本${name}` }).click();
  const versions = dialog.getByRole("list", { name: "版本" });
  await expect(versions).toContainText("卖完了");
  await expect(versions).toContainText("12.50 元 → 9.90 元");
});
