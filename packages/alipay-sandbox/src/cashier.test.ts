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
  [sandbox, shop] = [await startSandbox(), await openShop()];
});
afterAll(async () => {
  closeShop(shop);
  await stopSandbox(sandbox);
});

const RICH = "2088000000000002";
const POOR = "2088000000000004";

type Page = { text: string; location: string };

/** A browser without JavaScript: one request, no redirect followed. */
async function visit(address: string, form?: Record<string, string>): Promise<Page> {
  const init: RequestInit = form ? { method: "POST", body: new URLSearchParams(form) } : {};
  const answer = await fetch(new URL(address, sandbox.url), { ...init, redirect: "manual" });
  return { text: await answer.text(), location: answer.headers.get("location") ?? "" };
}

async function open(biz: Record<string, unknown> = {}, outTradeNo = newOrderNumber()) {
  const { location } = await visit(payUrl(sandbox.sdk, outTradeNo, biz, shop));
  return { outTradeNo, cashier: location, entrance: await visit(location) };
}

const statusOf = async (outTradeNo: string) =>
  (await sandbox.sdk.exec("alipay.trade.query", { bizContent: { out_trade_no: outTradeNo } }))["tradeStatus"];

test("the way of a buyer: order, login, password, paid, back with twelve signed parameters", async () => {
  const { outTradeNo, cashier, entrance } = await open({ subject: "<b>会员 月卡" });
  for (const shown of [
    "&lt;b&gt;会员 月卡",
    "88.80",
    outTradeNo,
    "沙箱商户",
    "<svg",
    `data-testid="buyer-${RICH}"`,
    'data-testid="login"',
    'data-testid="walk-away"',
  ]) {
    expect(entrance.text).toContain(shown);
  }
  expect(await statusOf(outTradeNo)).toBeUndefined();
  const login = await visit(`${cashier}/login`, { buyer: RICH });
  expect(login.location).toBe(`${new URL(cashier).pathname}/pay?buyer=${RICH}`);
  expect(await statusOf(outTradeNo)).toBe("WAIT_BUYER_PAY");
  const password = await visit(login.location);
  expect(password.text).toMatch(/data-testid="password"[\s\S]*data-testid="pay"/);
  const wrong = await visit(`${cashier}/pay`, { buyer: RICH, password: "123456" });
  expect(wrong.text).toContain("支付密码不正确");
  expect(await statusOf(outTradeNo)).toBe("WAIT_BUYER_PAY");
  const done = await visit((await visit(`${cashier}/pay`, { buyer: RICH, password: "111111" })).location);
  expect(done.text).toContain('data-testid="paid"');
  expect(await statusOf(outTradeNo)).toBe("TRADE_SUCCESS");
  const back = /href="([^"]+)"[^>]*data-testid="back-to-merchant"/.exec(done.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(done.text).toContain('http-equiv="refresh" content="3;url=');
  expect(back.startsWith(`${shop.url}/return?`)).toBe(true);
  const fields = Object.fromEntries(new URL(back).searchParams);
  expect(Object.keys(fields).sort()).toEqual([
    "app_id",
    "auth_app_id",
    "charset",
    "method",
    "out_trade_no",
    "seller_id",
    "sign",
    "sign_type",
    "timestamp",
    "total_amount",
    "trade_no",
    "version",
  ]);
  expect(fields).toMatchObject({
    out_trade_no: outTradeNo,
    total_amount: "88.80",
    method: "alipay.trade.page.pay.return",
  });
  expect(sandbox.sdk.checkNotifySignV2(fields)).toBe(true);
  expect(sandbox.sdk.checkNotifySignV2({ ...fields, total_amount: "0.01" })).toBe(false);
  expect((await visit(cashier)).location).toBe(`${new URL(cashier).pathname}/done`);
});

test("a poor buyer is told, nothing moves, and the trade stays open", async () => {
  const { outTradeNo, cashier } = await open();
  const { text } = await visit(`${cashier}/pay`, { buyer: POOR, password: "111111" });
  expect(text).toContain("余额不足，没有扣款");
  expect(await statusOf(outTradeNo)).toBe("WAIT_BUYER_PAY");
});

test("walking away costs nothing and leaves the way back", async () => {
  const { outTradeNo, cashier } = await open({ quit_url: `${shop.url}/cart` });
  const { text } = await visit(`${cashier}/left`);
  expect(text).toContain('data-testid="left"');
  expect(text).toContain(`${shop.url}/cart`);
  expect(await statusOf(outTradeNo)).toBeUndefined();
});

test("a phone that scans gets its own view, and the desktop page learns of it", async () => {
  const { cashier, entrance } = await open();
  const code = /href="([^"]+)"[^>]*data-testid="qr"/.exec(entrance.text)?.[1] ?? "";
  const { location } = await visit(code);
  expect(location).toBe(`${new URL(cashier).pathname}?view=phone`);
  const phone = await visit(location);
  expect(phone.text).toContain('<body class="phone">');
  expect(phone.text).not.toContain("<svg");
  const state = async (): Promise<string> => (await visit(`${cashier}/state`)).text.trim();
  expect(await state()).toBe('{"state":"unpaid"}');
  const login = await visit(`${cashier}/login?view=phone`, { buyer: RICH });
  expect(await state()).toBe('{"state":"scanned"}');
  expect(login.location).toContain("view=phone");
  const done = await visit((await visit(`${cashier}/pay?view=phone`, { buyer: RICH, password: "111111" })).location);
  expect(done.text).toContain("请回到电脑上的页面");
  expect(done.text).not.toContain('http-equiv="refresh"');
  expect(await state()).toBe('{"state":"paid"}');
});

test("a second buyer, a closed trade and an expired page are refused in words", async () => {
  const { outTradeNo, cashier } = await open();
  await visit(`${cashier}/login`, { buyer: RICH });
  expect((await visit(`${cashier}/login`, { buyer: POOR })).text).toContain("TRADE_BUYER_NOT_MATCH");
  await sandbox.sdk.exec("alipay.trade.close", { bizContent: { out_trade_no: outTradeNo } });
  expect((await visit(cashier)).text).toContain("TRADE_HAS_CLOSE");
  expect((await visit(`${cashier}/pay`, { buyer: RICH, password: "111111" })).text).toContain("TRADE_HAS_CLOSE");
  expect((await visit(`${cashier}/state`)).text).toContain("closed");
  expect((await visit("/cashier/0123")).text).toContain("已失效");
});

test("mode 4 is the bare code, as wide as asked for", async () => {
  const { entrance } = await open({ qr_pay_mode: "4", qrcode_width: "160" });
  expect(entrance.text).toMatch(/<svg[^>]*width="160"/);
  expect(entrance.text).not.toContain("<form");
});

test("late: with a grace Alipay still takes the money after time_expire", async () => {
  const soon = new Date(Date.now() + 8 * 3_600_000 + 120_000).toISOString().slice(0, 19).replace("T", " ");
  const { outTradeNo, cashier } = await open({ time_expire: soon });
  await visit(`${cashier}/login`, { buyer: RICH });
  await sandbox.control("POST /control/switches", { expiryGraceMs: 600_000 });
  await sandbox.control("POST /control/clock", { advanceMs: 300_000 });
  await visit(`${cashier}/pay`, { buyer: RICH, password: "111111" });
  expect(await statusOf(outTradeNo)).toBe("TRADE_SUCCESS");
  await sandbox.control("POST /control/switches", { expiryGraceMs: 0 });
});
