import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseForm } from "./charset.ts";
import { FAULTS, type FaultRule } from "./faults.ts";
import type { Notice } from "./notice.ts";
import {
  closeShop,
  newOrderNumber,
  openShop,
  payUrl,
  sdkFor,
  startSandbox,
  stopSandbox,
  type Running,
  type Shop,
} from "./testing.ts";

let sandbox: Running;
let shop: Shop;
const seen = new Set<string>();
beforeAll(async () => {
  [sandbox, shop] = [await startSandbox(), await openShop()];
});
afterAll(async () => {
  closeShop(shop);
  await stopSandbox(sandbox);
});
afterEach(async () => {
  await sandbox.control("DELETE /control/faults");
  shop.notices.length = 0;
});

const fault = (name: string, more: Record<string, unknown> = {}) => {
  seen.add(name);
  return sandbox.control<FaultRule>("POST /control/faults", { fault: name, ...more });
};
const exec = (method: string, bizContent: Record<string, unknown>, timeout = 5_000) =>
  sdkFor(sandbox.merchant, timeout).exec(method, { bizContent }, { validateSign: true });
const refund = (outTradeNo: string, timeout?: number) =>
  exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "1.00", out_request_no: "R" }, timeout);

async function paid(): Promise<string> {
  const outTradeNo = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, {}, shop) });
  await sandbox.control("POST /control/idle");
  return outTradeNo;
}

const refunds = async (outTradeNo: string): Promise<number> =>
  (await sandbox.control<{ refunds: unknown[] }[]>(`GET /control/trades?outTradeNo=${outTradeNo}`))[0]?.refunds
    .length ?? -1;
const history = async (outTradeNo: string): Promise<string> =>
  JSON.stringify(
    (await sandbox.control<{ history: unknown }[]>(`GET /control/trades?outTradeNo=${outTradeNo}`))[0]?.history,
  );

/** The fault, what the SDK makes of it, and whether the refund took effect all the same. */
test.each([
  ["hang-before", /Request timeout/, 0],
  ["hang-after", /Request timeout/, 1],
  ["http-502", /HTTP 请求错误, status: 502/, 0],
  ["http-502-after", /HTTP 请求错误, status: 502/, 1],
  ["html-200", /Response 格式错误/, 0],
  ["truncated-json", /Response 格式错误/, 1],
  ["bad-signature", /验签失败/, 1],
  ["missing-signature", /ERR_INVALID_ARG_TYPE|must be/, 1],
  ["swapped-key", /找不到/, 1],
] as const)("%s: the client throws %s, and %i refund was taken", async (name, error, taken) => {
  const outTradeNo = await paid();
  await fault(name, { method: "alipay.trade.refund", outTradeNo });
  await expect(refund(outTradeNo, name.startsWith("hang") ? 400 : 5_000)).rejects.toThrow(error);
  expect(await refunds(outTradeNo)).toBe(taken);
  expect(await history(outTradeNo)).toContain(`alipay.trade.refund 遇到故障 ${name}`);
  expect(await refund(outTradeNo)).toMatchObject({ code: "10000", fundChange: taken ? "N" : "Y" });
});

test("reset: urllib sends again by itself; after processing, the second answer says fund_change N", async () => {
  const [before, after] = [await paid(), await paid()];
  await fault("reset-before", { method: "alipay.trade.refund", outTradeNo: before });
  expect(await refund(before)).toMatchObject({ code: "10000", fundChange: "Y" });
  await fault("reset-after", { method: "alipay.trade.refund", outTradeNo: after });
  expect(await refund(after)).toMatchObject({ code: "10000", fundChange: "N" });
  expect(await refunds(after)).toBe(1);
  await fault("reset-before", { method: "alipay.trade.query", times: 0 });
  await expect(exec("alipay.trade.query", { out_trade_no: before })).rejects.toThrow(/other side closed|ECONNRESET/);
});

test.each([
  ["unknown-error", "20000", "isp.unknow-error", 0],
  ["unknown-error-after", "20000", "isp.unknow-error", 1],
  ["aop-system-error", "20000", "aop.ACQ.SYSTEM_ERROR", 0],
  ["aop-system-error-after", "20000", "aop.ACQ.SYSTEM_ERROR", 1],
  ["system-error-before", "40004", "ACQ.SYSTEM_ERROR", 0],
  ["system-error-after", "40004", "ACQ.SYSTEM_ERROR", 1],
] as const)("%s answers %s %s, signed, and %i refund was taken", async (name, code, subCode, taken) => {
  const outTradeNo = await paid();
  await fault(name, { method: "alipay.trade.refund" });
  expect(await refund(outTradeNo)).toMatchObject({ code, subCode });
  expect(await refunds(outTradeNo)).toBe(taken);
});

test("business-error answers any sub_code; call-limited is unsigned", async () => {
  const outTradeNo = await paid();
  await fault("business-error", { method: "alipay.trade.refund", subCode: "ACQ.SELLER_BALANCE_NOT_ENOUGH" });
  expect(await refund(outTradeNo)).toMatchObject({ code: "40004", subCode: "ACQ.SELLER_BALANCE_NOT_ENOUGH" });
  await fault("call-limited", { method: "*" });
  const answer = await sandbox.sdk.exec("alipay.trade.query", { bizContent: { out_trade_no: outTradeNo } });
  expect(answer).toMatchObject({ code: "40005", msg: "Call Limited", subCode: "isv.app-call-limited" });
});

test("slow-drip: the answer outlives the client's timeout and arrives whole", async () => {
  const outTradeNo = await paid();
  await fault("slow-drip", { method: "alipay.trade.refund", delayMs: 4 });
  const started = performance.now();
  expect(await refund(outTradeNo, 1_000)).toMatchObject({ code: "10000" });
  expect(performance.now() - started).toBeGreaterThan(1_000);
});

test("stale-query: WAIT_BUYER_PAY although paid, as often as asked", async () => {
  const outTradeNo = await paid();
  await fault("stale-query", { method: "alipay.trade.query", outTradeNo, nth: 2, times: 2 });
  const states: unknown[] = [];
  for (let n = 0; n < 4; n++)
    states.push((await exec("alipay.trade.query", { out_trade_no: outTradeNo }))["tradeStatus"]);
  expect(states).toEqual(["TRADE_SUCCESS", "WAIT_BUYER_PAY", "WAIT_BUYER_PAY", "TRADE_SUCCESS"]);
});

test("fund-change-n: accepted, no money yet, no refund_status; later REFUND_SUCCESS", async () => {
  const outTradeNo = await paid();
  await fault("fund-change-n", { method: "alipay.trade.refund", landsAfterMs: 60_000 });
  expect(await refund(outTradeNo)).toMatchObject({ code: "10000", fundChange: "N", refundFee: "0.00" });
  const ask = () => exec("alipay.trade.fastpay.refund.query", { out_trade_no: outTradeNo, out_request_no: "R" });
  expect(await ask()).not.toHaveProperty("refundStatus");
  await sandbox.control("POST /control/clock", { advanceMs: 60_000 });
  expect(await ask()).toMatchObject({ refundStatus: "REFUND_SUCCESS", refundAmount: "1.00" });
});

test("the page methods fail as well: hang, 502 and a GBK refusal", async () => {
  const url = payUrl(sandbox.sdk, newOrderNumber());
  await fault("http-502", { method: "alipay.trade.page.pay", status: 503 });
  expect((await fetch(url)).status).toBe(503);
  await fault("unknown-error", { method: "alipay.trade.page.pay" });
  expect(new TextDecoder("gbk").decode(await (await fetch(url)).arrayBuffer())).toContain("isp.unknow-error");
  expect((await fetch(url)).url).toContain("/cashier/");
});

test("notify-drop: the callback never comes, and the trade says why", async () => {
  await fault("notify-drop");
  const outTradeNo = await paid();
  expect(shop.notices).toHaveLength(0);
  const [notice] = await sandbox.control<Notice[]>(`GET /control/notices?outTradeNo=${outTradeNo}`);
  expect(notice).toMatchObject({ state: "dropped", reason: "故障 notify-drop：永不发送" });
});

test("notify-duplicate: the same notice twice within 200 ms", async () => {
  await fault("notify-duplicate");
  const outTradeNo = await paid();
  const ids = shop.notices.map(({ fields }) => fields["notify_id"]);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  const [notice] = await sandbox.control<Notice[]>(`GET /control/notices?outTradeNo=${outTradeNo}`);
  expect(notice?.deliveries).toHaveLength(2);
});

test("notify-delay: not before delayMs of the sandbox's clock", async () => {
  await fault("notify-delay", { delayMs: 600_000 });
  await paid();
  await sandbox.control("POST /control/clock", { advanceMs: 590_000 });
  await sandbox.control("POST /control/idle");
  expect(shop.notices).toHaveLength(0);
  await sandbox.control("POST /control/clock", { advanceMs: 10_000 });
  await sandbox.control("POST /control/idle");
  expect(shop.notices).toHaveLength(1);
});

test("notify-reorder: the refund is told before the payment", async () => {
  await fault("notify-reorder");
  const outTradeNo = await paid();
  expect(shop.notices).toHaveLength(0);
  await refund(outTradeNo);
  await sandbox.control("POST /control/idle");
  expect(shop.notices.map(({ fields }) => fields["refund_fee"])).toEqual(["1.00", undefined]);
});

test.each([
  ["notify-wrong-app-id", { app_id: "9021000000000099" }, true],
  ["notify-wrong-seller", { seller_id: "2088000000000099" }, true],
  ["notify-wrong-amount", { total_amount: "0.01" }, true],
  ["notify-foreign-order", { out_trade_no: "FOREIGN_ORDER" }, true],
  ["notify-zero-refund-fee", { refund_fee: "0.00", trade_status: "TRADE_SUCCESS" }, true],
  ["notify-tampered", { subject: "改过的商品名" }, false],
  ["notify-unsigned", { trade_status: "TRADE_SUCCESS" }, false],
  ["notify-sha1", { sign_type: "RSA" }, true],
] as const)("%s: the first send is forged, the next one true", async (name, forged, validlySigned) => {
  shop.answer.body = "fail";
  await fault(name);
  const outTradeNo = await paid();
  expect(shop.notices[0]?.fields).toMatchObject(forged);
  expect(sandbox.sdk.checkNotifySignV2({ sign: "", ...shop.notices[0]?.fields })).toBe(validlySigned);
  shop.answer.body = "success";
  await sandbox.control("POST /control/resend", { outTradeNo });
  const truth = shop.notices[1]?.fields ?? {};
  expect(truth).toMatchObject({ out_trade_no: outTradeNo, total_amount: "88.80", sign_type: "RSA2" });
  expect(sandbox.sdk.checkNotifySignV2(truth)).toBe(true);
  expect(await history(outTradeNo)).toContain(`故障 ${name}`);
});

test("forms that break a careless parser: rsa2, a doubled key, GBK", async () => {
  await fault("notify-lowercase-sign-type");
  await fault("notify-duplicate-key", { nth: 2 });
  await fault("notify-gbk", { nth: 3 });
  for (let n = 0; n < 3; n++) await paid();
  const [lower, doubled, gbk] = shop.notices.map(({ raw }) => raw);
  expect(lower).toMatch(/(^|&)sign_type=rsa2(&|$)/);
  expect(doubled?.match(/(^|&)total_amount=88\.80/g)).toHaveLength(2);
  expect(parseForm(gbk ?? "", "gbk")).toMatchObject({ charset: "GBK", subject: "测试商品 A+B 100%" });
});

test("the way back: missing, and with a changed amount", async () => {
  const buy = (outTradeNo: string) =>
    sandbox.control<{ returnUrl?: string }>("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, {}, shop) });
  await fault("return-missing");
  expect(await buy(newOrderNumber())).not.toHaveProperty("returnUrl");
  await fault("return-forged");
  const outTradeNo = newOrderNumber();
  const { returnUrl = "" } = await buy(outTradeNo);
  const fields = Object.fromEntries(new URL(returnUrl).searchParams);
  expect([fields["total_amount"], sandbox.sdk.checkNotifySignV2(fields)]).toEqual(["0.01", false]);
  expect(await history(outTradeNo)).toContain("返回商户遇到故障 return-forged");
});

test("a rule strikes only its method, its order prefix and its turn, and counts", async () => {
  const rule = await fault("http-502", { method: "alipay.trade.query", outTradeNo: "PRE_", nth: 2 });
  const status = async (method: string, out_trade_no: string): Promise<number | "ok"> => {
    const bizContent = { out_trade_no, refund_amount: "1.00" };
    return sandbox.sdk.exec(method, { bizContent }).then(
      () => "ok" as const,
      (error: Error) => Number(/status: (\d+)/.exec(error.message)?.[1]),
    );
  };
  const seen4 = [
    await status("alipay.trade.query", "PRE_1"),
    await status("alipay.trade.query", "OTHER"),
    await status("alipay.trade.refund", "PRE_1"),
    await status("alipay.trade.query", "PRE_2"),
    await status("alipay.trade.query", "PRE_3"),
  ];
  expect(seen4).toEqual(["ok", "ok", "ok", 502, "ok"]);
  const { rules } = await sandbox.control<{ rules: FaultRule[] }>("GET /control/faults");
  expect(rules).toMatchObject([{ id: rule.id, seen: 3, hits: 1 }]);
});

test("hung calls do not keep the sandbox from ending", async () => {
  const other = await startSandbox();
  await other.control("POST /control/faults", { fault: "hang-before", method: "*" });
  const socket = connect(Number(new URL(other.url).port), "127.0.0.1");
  const { pathname, search } = new URL(payUrl(other.sdk, newOrderNumber()));
  socket.on("error", () => undefined).write(`GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const calls = async () => (await other.control<unknown[]>("GET /control/calls")).length;
  while ((await calls()) === 0);
  expect(await stopSandbox(other)).toBe(0);
  socket.destroy();
});

test("every fault of the table was set and seen above", () => {
  expect([...seen].sort()).toEqual(Object.keys(FAULTS).sort());
});
