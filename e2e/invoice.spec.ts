import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";

const PDF = Buffer.from("%PDF-1.7\nan invoice");

test("a buyer asks for an invoice, finance issues it, the buyer has the paper, and a refund asks for its red letter", async ({
  page,
  member,
  admin,
}) => {
  const { orderSn } = await member.buy({ pack: "尝鲜包" });
  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("link", { name: "发票" }).click();
  await page.getByRole("button", { name: "申请发票" }).click();
  const dialog = page.getByRole("dialog", { name: "申请发票" });
  await dialog.getByText("企业").click();
  await dialog.getByLabel("企业名称").fill(`${member.name}有限公司`);
  await dialog.getByLabel("税号").fill("9144030071526726XG");
  await dialog.getByRole("button", { name: /^申请.*的发票$/ }).click();
  await expect(page.getByText("待开", { exact: true })).toBeVisible();

  await admin.page.goto(`/admin/invoices?queue=all&query=${orderSn}`);
  await admin.page.getByRole("button", { name: "登记开票" }).click();
  const issuing = admin.page.getByRole("dialog", { name: "登记开票" });
  await issuing.getByLabel("发票号码").fill("25117000000000000009");
  await issuing.getByLabel("开票日期").fill("2026-01-31");
  await issuing
    .getByLabel("PDF 或 OFD 文件")
    .setInputFiles({ name: "f.pdf", mimeType: "application/pdf", buffer: PDF });
  await issuing.getByRole("button", { name: "登记开票" }).dblclick();
  await expect(admin.page.getByText("已登记，买家会收到消息")).toBeVisible();
  await expect(admin.page.getByText("25117000000000000009")).toBeVisible();

  await page.reload();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载发票" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("fapiao_25117000000000000009.pdf");
  expect(await readFile(await download.path())).toEqual(PDF);

  await page.goto(`/orders/${orderSn}`);
  await page.getByRole("button", { name: "申请退款" }).click();
  await expect(page.getByText("要先冲红才能退款")).toBeVisible();
  await pressAndConfirm(page.getByRole("button", { name: "申请冲红" }), "申请冲红");
  await expect(page.getByText("正在等财务处理")).toBeVisible();
});
