import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";

test("the product's back end is told of a purchase at once, and the desk shows what was sent", async ({
  admin: { page },
  member,
}) => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(String(request.headers["webhook-id"]));
    request.resume().on("end", () => response.writeHead(200).end("收到"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await page.goto("/admin/events");
  await page.getByRole("textbox", { name: "接收地址" }).fill(url);
  await page.getByRole("button", { name: "加上" }).click();
  const secret = page.getByRole("region", { name: "签名密钥" });
  await expect(secret.getByRole("code")).toContainText("whsec_");
  await secret.getByRole("button", { name: "已存好" }).click();
  const endpoint = page.getByRole("region", { name: url });
  await endpoint.getByRole("button", { name: `试发一条到 ${url}` }).click();
  await expect(page.getByText("对方收下了：200")).toBeVisible();

  const { orderSn } = await member.buy({ pack: "尝鲜包" });
  await expect.poll(() => received.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(5);
  await endpoint.getByRole("link", { name: "推送记录" }).click();
  const paid = page.locator("details").filter({ hasText: orderSn }).filter({ hasText: "order.paid" });
  await paid.locator("summary").click();
  await expect(paid).toContainText("已送到");
  await expect(paid).toContainText("webhook-signature: v1,");
  await page.getByRole("link", { name: "事件推送" }).last().click();
  await pressAndConfirm(endpoint.getByRole("button", { name: `删去 ${url}` }), "删去");
  await expect(endpoint).toHaveCount(0);
  server.closeAllConnections();
  server.close();
});
