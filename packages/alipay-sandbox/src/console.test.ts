import { afterAll, beforeAll, expect, test } from "vitest";
import {
  closeShop,
  newOrderNumber,
  openShop,
  payUrl,
  startSandbox,
  stopSandbox,
  type Running,
  type Shop,
} from "./testing.ts";

let sandbox: Running;
let shop: Shop;
beforeAll(async () => {
  [sandbox, shop] = [await startSandbox({ SANDBOX_CLOCK: "frozen 2026-01-02 03:04:05" }), await openShop()];
});
afterAll(async () => {
  closeShop(shop);
  await stopSandbox(sandbox);
});

const get = async (path: string): Promise<string> => (await fetch(sandbox.url + path)).text();

/** The summary line of an order on the live part, as plain words. */
async function lineOf(outTradeNo: string): Promise<string> {
  const rows = (await get("/console/live"))
    .split('<details class="trade"')
    .filter((row) => row.includes(`>${outTradeNo}<`));
  return (rows[0] ?? "")
    .split("</summary>")[0]!
    .replace(/^[^>]*>|<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

async function buy(at: Shop | undefined, more: Record<string, unknown> = {}): Promise<string> {
  const outTradeNo = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, {}, at), ...more });
  await sandbox.control("POST /control/idle");
  return outTradeNo;
}

test("the shell offers every fault, and its script and style are there", async () => {
  const shell = await get("/");
  expect(shell).toContain('<option value="notify-reorder">');
  expect(shell).toContain(sandbox.merchant.appId);
  for (const asset of shell.match(/\/assets\/[a-z.]+/g) ?? [])
    expect((await fetch(sandbox.url + asset)).status).toBe(200);
});

test("each reason why a callback did or did not come stands in the trade's own line", async () => {
  expect(await lineOf(await buy(shop))).toContain("已付款 已送达 商户回答 success");
  expect(await lineOf(await buy(undefined))).toContain("无通知 不发 TRADE_SUCCESS 通知：付款请求没有带 notify_url");
  expect(await lineOf(await buy(shop, { until: "login" }))).toContain("待付款 无通知 买家已登录，还没有付款");
  expect(await lineOf(await buy(shop, { notify: false }))).toContain("不发 这一次付款被要求不通知");
  shop.answer.status = 302;
  const redirected = await lineOf(await buy(shop));
  expect(redirected).toContain("待重发 商户回答 HTTP 302，支付宝不跟随跳转；第 2 次将在 2026-01-02 03:08:05 发送");
  shop.answer.status = 200;
});

test("a cashier that nobody logged in to is named as having no trade, a refused call with its reason", async () => {
  const outTradeNo = newOrderNumber();
  const url = payUrl(sandbox.sdk, outTradeNo);
  await fetch(url);
  await fetch(url.replace("88.80", "0.01"));
  const live = await get("/console/live");
  expect(live).toMatch(new RegExp(`还没有买家登录[\\s\\S]*>${outTradeNo}<`));
  expect(live).toContain("40002 isv.invalid-signature");
});

test("what a merchant sends is shown as text, never as markup", async () => {
  await fetch(`${sandbox.merchant.gateway}?app_id=${sandbox.merchant.appId}&method=<img src=x>`);
  const live = await get("/console/live");
  expect(live).toContain("&lt;img src=x&gt;");
  expect(live).not.toContain("<img");
});
