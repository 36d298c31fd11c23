import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlipaySdk } from "alipay-sdk";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseForm } from "./charset.ts";
import type { Statement } from "./statement.ts";
import type { Refund } from "./trade.ts";
import { controlOf, newOrderNumber, payUrl, sdkFor, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => void (await stopSandbox(sandbox)));
afterEach(async () => void (await sandbox.control("POST /control/reset")));

const buy = (outTradeNo: string, more: Record<string, unknown> = {}) =>
  sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo), ...more });
const bodyOf = async (call: string, input: Record<string, unknown>): Promise<string> =>
  (await sandbox.control<{ body: string }>(call, input)).body;

test("buy answers what became of it, and refuses with the code", async () => {
  const outTradeNo = newOrderNumber();
  expect(await buy(outTradeNo, { until: "login" })).toMatchObject({ outTradeNo, status: "WAIT_BUYER_PAY" });
  expect(await buy(outTradeNo)).toMatchObject({ outTradeNo, status: "TRADE_SUCCESS" });
  await expect(buy(outTradeNo)).rejects.toThrow('409 {"code":"ACQ.TRADE_HAS_SUCCESS","message":"交易已被支付"}');
  const tampered = payUrl(sandbox.sdk, outTradeNo).replace("88.80", "0.01");
  await expect(sandbox.control("POST /control/buy", { payUrl: tampered })).rejects.toThrow(
    '409 {"code":"isv.invalid-signature"',
  );
  await expect(buy(newOrderNumber(), { buyer: "谁" })).rejects.toThrow("400");
  await expect(sandbox.control("POST /control/buy", {})).rejects.toThrow("400");
});

test("sign: validly signed forgeries, and the ways a form can be odd", async () => {
  const fields = { out_trade_no: "X", total_amount: "0.01", app_id: "other", subject: "假的" };
  const good = parseForm(await bodyOf("POST /control/sign", { fields }), "utf-8");
  expect(good).toMatchObject({ ...fields, sign_type: "RSA2" });
  expect(sandbox.sdk.checkNotifySignV2(good)).toBe(true);
  const sha1 = parseForm(await bodyOf("POST /control/sign", { fields: { ...fields, sign_type: "RSA" } }), "utf-8");
  expect([sha1["sign_type"], sandbox.sdk.checkNotifySignV2(sha1)]).toEqual(["RSA", true]);
  const odd = await bodyOf("POST /control/sign", { fields: { ...fields, sign_type: "rsa2" }, twice: ["total_amount"] });
  expect(odd).toContain("sign_type=rsa2");
  expect(odd.match(/total_amount=/g)).toHaveLength(2);
  const gbk = await bodyOf("POST /control/sign", { fields: { ...fields, charset: "gbk" }, charset: "gbk" });
  expect(parseForm(gbk, "gbk")["subject"]).toBe("假的");
  expect(parseForm(gbk, "utf-8")["subject"]).not.toBe("假的");
});

test("notice: the true form of a trade, with overrides, signed", async () => {
  const outTradeNo = newOrderNumber();
  await buy(outTradeNo);
  const overrides = { total_amount: "0.01", fund_bill_list: null };
  const form = parseForm(await bodyOf("POST /control/notice", { outTradeNo, overrides }), "utf-8");
  expect(form).toMatchObject({ out_trade_no: outTradeNo, trade_status: "TRADE_SUCCESS", total_amount: "0.01" });
  expect(form).not.toHaveProperty("fund_bill_list");
  expect(sandbox.sdk.checkNotifySignV2(form)).toBe(true);
  await sandbox.sdk.exec("alipay.trade.refund", {
    bizContent: { out_trade_no: outTradeNo, refund_amount: "1.00", out_request_no: "R" },
  });
  const refund = parseForm(await bodyOf("POST /control/notice", { outTradeNo, outRequestNo: "R" }), "utf-8");
  expect(refund).toMatchObject({ refund_fee: "1.00", out_biz_no: "R" });
  await expect(bodyOf("POST /control/notice", { outTradeNo: "NONE" })).rejects.toThrow("400");
});

test("statement: every movement, and nothing is made or lost", async () => {
  const total = (books: Statement): number => Object.values(books.balances).reduce((sum, fen) => sum + fen, 0);
  const before = await sandbox.control<Statement>("GET /control/statement");
  const outTradeNo = newOrderNumber();
  await buy(outTradeNo);
  for (const [number, amount] of [
    ["R1", "0.80"],
    ["R2", "8.00"],
  ] as const) {
    await sandbox.sdk.exec("alipay.trade.refund", {
      bizContent: { out_trade_no: outTradeNo, refund_amount: amount, out_request_no: number },
    });
  }
  const books = await sandbox.control<Statement>("GET /control/statement");
  expect(books.movements.map(({ kind, fen, outRequestNo }) => [kind, fen, outRequestNo])).toEqual([
    ["pay", 8880, undefined],
    ["refund", 80, "R1"],
    ["refund", 800, "R2"],
  ]);
  expect(books).toMatchObject({ paidFen: 8880, refundedFen: 880, keptFen: 8000 });
  expect(total(books)).toBe(total(before));
  expect(books.balances[sandbox.merchant.sellerId]! - before.balances[sandbox.merchant.sellerId]!).toBe(8000);
});

test("the merchant refunds in the console, a part and the rest, and a true notice tells of it", async () => {
  const outTradeNo = newOrderNumber();
  await buy(outTradeNo);
  const part = await sandbox.control<Refund>("POST /control/refund", {
    outTradeNo,
    amountFen: 3000,
    outRequestNo: "c1",
  });
  const rest = await sandbox.control<Refund>("POST /control/refund", { outTradeNo });
  expect([part, rest]).toMatchObject([{ amountFen: 3000 }, { outRequestNo: expect.stringMatching(/^console-/) }]);
  const { body } = await sandbox.control<{ body: string }>("POST /control/notice", { outTradeNo, outRequestNo: "c1" });
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    trade_status: "TRADE_CLOSED",
    out_biz_no: "c1",
  });
  await expect(sandbox.control("POST /control/refund", { outTradeNo, amountFen: 1 })).rejects.toThrow(/^409/);
  await expect(sandbox.control("POST /control/refund", { outTradeNo: "NONE" })).rejects.toThrow(/^400/);
});

test("clock, switches and faults say what is wrong with an input", async () => {
  for (const [call, input] of [
    ["POST /control/clock", { mode: "slow" }],
    ["POST /control/clock", { at: "2026-13-01 00:00:00" }],
    ["POST /control/clock", { advanceMs: -1 }],
    ["POST /control/switches", { unknown: true }],
    ["POST /control/switches", { notifyEnabled: "yes" }],
    ["POST /control/switches", { triggers: { none: {} } }],
    ["POST /control/faults", { fault: "none" }],
    ["POST /control/faults", { fault: "hang-after", nth: "1" }],
    ["POST /control/balance", { owner: "x", fen: 1 }],
    ["POST /control/balance", { owner: sandbox.merchant.sellerId, fen: 1.5 }],
    ["POST /control/balance", { owner: sandbox.merchant.sellerId, fen: "1" }],
    ["POST /control/resend", { outTradeNo: "NONE" }],
  ] as const) {
    await expect(sandbox.control(call, input), JSON.stringify(input)).rejects.toThrow(/^400 \{"message":/);
  }
  const clock = await sandbox.control("POST /control/clock", { mode: "frozen", at: "2026-01-02 03:04:05" });
  expect(clock).toMatchObject({ mode: "frozen", beijing: "2026-01-02 03:04:05" });
  expect(await sandbox.control("POST /control/clock", { advanceMs: 86_400_000 })).toMatchObject({
    beijing: "2026-01-03 03:04:05",
  });
});

test("a web page of another origin may not look behind", async () => {
  const answer = await fetch(`${sandbox.url}/control/merchant`, { headers: { origin: "http://evil.example" } });
  expect([answer.status, await answer.text()]).toEqual([403, expect.not.stringContaining("privateKey")]);
});

test("reset leaves the keys and nothing else", async () => {
  await buy(newOrderNumber());
  await sandbox.control("POST /control/faults", { fault: "hang-after" });
  await sandbox.control("POST /control/switches", { openId: true });
  await sandbox.control("POST /control/reset");
  expect(await sandbox.control("GET /control/merchant")).toEqual(sandbox.merchant);
  for (const list of ["trades", "notices", "calls"]) expect(await sandbox.control(`GET /control/${list}`)).toEqual([]);
  expect(await sandbox.control("GET /control/faults")).toMatchObject({ rules: [] });
  expect(await sandbox.control("GET /control/switches")).toMatchObject({ openId: false });
});

test("with a data folder, keys, trades, balances, switches and waiting notices outlive a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const first = await startSandbox({ SANDBOX_DATA: folder });
  const outTradeNo = newOrderNumber();
  const nobody = { url: "http://127.0.0.1:1", notices: [], answer: { status: 0, body: "" } } as never;
  await first.control("POST /control/switches", { openId: true });
  await first.control("POST /control/buy", { payUrl: payUrl(first.sdk, outTradeNo, {}, nobody) });
  await first.control("POST /control/idle");
  const books = await first.control("GET /control/statement");
  expect(await stopSandbox(first)).toBe(0);
  const second = await startSandbox({ SANDBOX_DATA: folder });
  expect({ ...second.merchant, gateway: first.merchant.gateway }).toEqual(first.merchant);
  expect(await second.control("GET /control/statement")).toEqual(books);
  expect(await second.control("GET /control/switches")).toMatchObject({ openId: true });
  const [notice] = await second.control<{ state: string; deliveries: unknown[] }[]>("GET /control/notices");
  expect([notice?.state, notice?.deliveries.length]).toEqual(["waiting", 1]);
  expect(await second.control("GET /control/trades")).toMatchObject([{ outTradeNo, status: "TRADE_SUCCESS" }]);
  await stopSandbox(second);
  await rm(folder, { recursive: true });
});

test("the handed-out keys are the ones the SDK needs as they are", async () => {
  const merchant = await controlOf(sandbox.url)<typeof sandbox.merchant>("GET /control/merchant");
  expect(sdkFor(merchant)).toBeInstanceOf(AlipaySdk);
  expect(merchant.gateway).toBe(`${sandbox.url}/gateway.do`);
  expect(merchant.appId).toMatch(/^9021\d{12}$/);
  expect(merchant.sellerId).toMatch(/^2088\d{12}$/);
});
