import { afterAll, beforeAll, expect, test } from "vitest";
import { newOrderNumber, payUrl, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => void (await stopSandbox(sandbox)));

const exec = (method: string, bizContent: Record<string, unknown>) =>
  sandbox.sdk.exec(method, { bizContent }, { validateSign: true });
const buy = (url: string, more: Record<string, unknown> = {}) =>
  sandbox.control<{ status: string; tradeNo: string }>("POST /control/buy", { payUrl: url, ...more });
const advance = (advanceMs: number) => sandbox.control("POST /control/clock", { advanceMs });

/** A paid trade of 88.80 yuan. */
async function paidTrade(biz: Record<string, unknown> = {}): Promise<string> {
  const outTradeNo = newOrderNumber();
  await buy(payUrl(sandbox.sdk, outTradeNo, biz));
  return outTradeNo;
}

const FILLERS = { buyerPayAmount: "0.00", invoiceAmount: "0.00", pointAmount: "0.00", receiptAmount: "0.00" };

test("query: no trade before the login, then unpaid, then paid", async () => {
  const outTradeNo = newOrderNumber();
  const url = payUrl(sandbox.sdk, outTradeNo);
  await fetch(url);
  const none = await exec("alipay.trade.query", { out_trade_no: outTradeNo });
  expect(none).toMatchObject({
    code: "40004",
    msg: "Business Failed",
    subCode: "ACQ.TRADE_NOT_EXIST",
    outTradeNo,
    ...FILLERS,
  });
  await buy(url, { until: "login" });
  const unpaid = await exec("alipay.trade.query", { out_trade_no: outTradeNo });
  expect(unpaid).toMatchObject({ code: "10000", tradeStatus: "WAIT_BUYER_PAY", totalAmount: "88.80", ...FILLERS });
  expect(unpaid).not.toHaveProperty("sendPayDate");
  const { tradeNo } = await buy(url);
  const paid = await exec("alipay.trade.query", {
    trade_no: tradeNo,
    out_trade_no: "ignored",
    query_options: ["fund_bill_list"],
  });
  expect(paid).toMatchObject({
    outTradeNo,
    tradeStatus: "TRADE_SUCCESS",
    receiptAmount: "88.80",
    buyerLogonId: "lin***@sandbox.test",
    fundBillList: [{ amount: "88.80", fundChannel: "ALIPAYACCOUNT" }],
  });
  expect(paid["tradeNo"]).toMatch(/^\d{8}22001\d{15}$/);
  expect(paid["sendPayDate"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await exec("alipay.trade.query", {})).toMatchObject({ subCode: "ACQ.INVALID_PARAMETER" });
});

test("the trade belongs to its first buyer; a changed, a paid and a closed number are refused", async () => {
  const outTradeNo = newOrderNumber();
  const url = payUrl(sandbox.sdk, outTradeNo);
  await buy(url, { until: "login" });
  await expect(buy(url, { buyer: "陈墨" })).rejects.toThrow('409 {"code":"ACQ.TRADE_BUYER_NOT_MATCH"');
  const changed = payUrl(sandbox.sdk, outTradeNo, { total_amount: "99.00" });
  await expect(buy(changed)).rejects.toThrow("ACQ.CONTEXT_INCONSISTENT");
  await buy(url);
  await expect(buy(url)).rejects.toThrow("ACQ.TRADE_HAS_SUCCESS");
  const closed = payUrl(sandbox.sdk, newOrderNumber());
  const { tradeNo } = await buy(closed, { until: "login" });
  await exec("alipay.trade.close", { trade_no: tradeNo });
  await expect(buy(closed)).rejects.toThrow("ACQ.TRADE_HAS_CLOSE");
});

test("a poor buyer and a blocked one do not pay", async () => {
  const url = payUrl(sandbox.sdk, newOrderNumber());
  await expect(buy(url, { buyer: "吴安" })).rejects.toThrow("ACQ.BUYER_ENABLE_STATUS_FORBID");
  await expect(buy(url, { buyer: "周一元" })).rejects.toThrow("ACQ.BUYER_BALANCE_NOT_ENOUGH");
});

test.each([
  ["out_trade_no", { out_trade_no: "a-b" }],
  ["total_amount", { total_amount: "0" }],
  ["total_amount", { total_amount: "1.001" }],
  ["total_amount", { total_amount: "100000000.01" }],
  ["subject", { subject: "a&b" }],
  ["subject", { subject: "" }],
  ["product_code", { product_code: "QUICK_WAP_WAY" }],
  ["time_expire", { time_expire: "2026-01-01" }],
  ["time_expire", { time_expire: "2099-01-01 00:00:00" }],
  ["timeout_express", { timeout_express: "16d" }],
  ["timeout_express", { timeout_express: "1.5h" }],
  ["qr_pay_mode", { qr_pay_mode: "9" }],
])("page.pay refuses a wrong %s: %o", async (name, biz) => {
  const url = payUrl(sandbox.sdk, newOrderNumber(), biz);
  await expect(buy(url)).rejects.toThrow(new RegExp(`409 .*ACQ.INVALID_PARAMETER.*${name}`));
});

test("close: not yet scanned stays payable; unpaid closes; paid and closed are refused", async () => {
  const outTradeNo = newOrderNumber();
  const url = payUrl(sandbox.sdk, outTradeNo);
  const close = () => exec("alipay.trade.close", { out_trade_no: outTradeNo });
  expect(await close()).toMatchObject({ subCode: "ACQ.TRADE_NOT_EXIST" });
  await buy(url, { until: "login" });
  expect(await close()).toMatchObject({ code: "10000", outTradeNo });
  expect(await close()).toMatchObject({ subCode: "ACQ.TRADE_STATUS_ERROR" });
  await sandbox.control("POST /control/switches", { closeOfClosed: "success" });
  expect(await close()).toMatchObject({ code: "10000", outTradeNo });
  await sandbox.control("POST /control/switches", { closeOfClosed: "ACQ.TRADE_STATUS_ERROR" });
  const paid = await paidTrade();
  expect(await exec("alipay.trade.close", { out_trade_no: paid })).toMatchObject({
    code: "40004",
    subCode: "ACQ.TRADE_STATUS_ERROR",
    outTradeNo: paid,
  });
});

test("refund: parts add up, the same number moves nothing again, the last fen closes the trade", async () => {
  const outTradeNo = await paidTrade();
  const refund = (refund_amount: string, out_request_no?: string) =>
    exec("alipay.trade.refund", {
      out_trade_no: outTradeNo,
      refund_amount,
      ...(out_request_no ? { out_request_no } : {}),
    });
  expect(await refund("8.80", "R1")).toMatchObject({
    code: "10000",
    fundChange: "Y",
    refundFee: "8.80",
    sendBackFee: "0.00",
  });
  expect(await refund("8.80", "R1")).toMatchObject({ code: "10000", fundChange: "N", refundFee: "8.80" });
  expect(await refund("8.81", "R1")).toMatchObject({ subCode: "ACQ.DISCORDANT_REPEAT_REQUEST", refundFee: "0.00" });
  expect(await refund("1.00")).toMatchObject({ subCode: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL" });
  expect(await refund("80.01", "R2")).toMatchObject({ subCode: "ACQ.REASON_TRADE_REFUND_FEE_ERR" });
  expect(await refund("0", "R2")).toMatchObject({ subCode: "ACQ.INVALID_PARAMETER" });
  expect(await refund("80.00", "R2")).toMatchObject({ fundChange: "Y", refundFee: "88.80" });
  expect(await exec("alipay.trade.query", { out_trade_no: outTradeNo })).toMatchObject({ tradeStatus: "TRADE_CLOSED" });
  expect(await refund("0.01", "R3")).toMatchObject({ subCode: "ACQ.TRADE_HAS_CLOSE" });
  expect(await refund("80.00", "R2")).toMatchObject({ fundChange: "N", refundFee: "88.80" });
});

test("refund: what is unknown, unpaid, past the window or beyond the merchant's purse is refused", async () => {
  const refuse = async (outTradeNo: string) =>
    (await exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "88.80" }))["subCode"];
  expect(await refuse(newOrderNumber())).toBe("ACQ.TRADE_NOT_EXIST");
  const unpaid = newOrderNumber();
  await buy(payUrl(sandbox.sdk, unpaid), { until: "login" });
  expect(await refuse(unpaid)).toBe("ACQ.TRADE_STATUS_ERROR");
  const paid = await paidTrade();
  const owner = sandbox.merchant.sellerId;
  await sandbox.control("POST /control/balance", { owner, fen: 8879 });
  expect(await refuse(paid)).toBe("ACQ.SELLER_BALANCE_NOT_ENOUGH");
  await sandbox.control("POST /control/balance", { owner, fen: 10_000_000 });
  await advance(366 * 86_400_000);
  expect(await refuse(paid)).toBe("ACQ.TRADE_HAS_FINISHED");
  expect(await exec("alipay.trade.query", { out_trade_no: paid })).toMatchObject({ tradeStatus: "TRADE_FINISHED" });
});

test("refund query: success, or 10000 without refund_status", async () => {
  const outTradeNo = await paidTrade();
  const ask = (out_request_no?: string) =>
    exec("alipay.trade.fastpay.refund.query", {
      out_trade_no: outTradeNo,
      query_options: ["gmt_refund_pay"],
      ...(out_request_no ? { out_request_no } : {}),
    });
  const before = await ask("R1");
  expect(before).toMatchObject({ code: "10000" });
  expect(before).not.toHaveProperty("refundStatus");
  await exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "88.80" });
  const after = await ask();
  expect(after).toMatchObject({ outRequestNo: outTradeNo, refundAmount: "88.80", refundStatus: "REFUND_SUCCESS" });
  expect(after["gmtRefundPay"]).toMatch(/^\d{4}-/);
  expect(await exec("alipay.trade.fastpay.refund.query", { out_trade_no: "NONE" })).toMatchObject({
    subCode: "ACQ.TRADE_NOT_EXIST",
  });
});

test("precreate: a code that a phone opens, dead after two hours", async () => {
  const outTradeNo = newOrderNumber();
  const biz = { out_trade_no: outTradeNo, total_amount: "1.00", subject: "当面付" };
  const { qrCode } = await exec("alipay.trade.precreate", biz);
  expect(await exec("alipay.trade.query", { out_trade_no: outTradeNo })).toMatchObject({
    subCode: "ACQ.TRADE_NOT_EXIST",
  });
  expect(await buy(String(qrCode))).toMatchObject({ status: "TRADE_SUCCESS" });
  expect(await exec("alipay.trade.precreate", biz)).toMatchObject({ subCode: "ACQ.TRADE_HAS_SUCCESS" });
  const late = await exec("alipay.trade.precreate", { ...biz, out_trade_no: newOrderNumber() });
  await advance(2 * 3_600_000);
  await expect(buy(String(late["qrCode"]))).rejects.toThrow("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
  const goods_detail = Array.from({ length: 151 }, () => ({}));
  expect(await exec("alipay.trade.precreate", { ...biz, out_trade_no: newOrderNumber(), goods_detail })).toMatchObject({
    subCode: "ACQ.SUB_GOODS_SIZE_MAX_COUNT",
  });
});

test("cancel: closes what is unpaid, refunds what is paid, says nothing of what is unknown", async () => {
  const cancel = (outTradeNo: string) => exec("alipay.trade.cancel", { out_trade_no: outTradeNo });
  const unknown = await cancel(newOrderNumber());
  expect(unknown).toMatchObject({ code: "10000", retryFlag: "N" });
  expect(unknown).not.toHaveProperty("action");
  const unpaid = newOrderNumber();
  await buy(payUrl(sandbox.sdk, unpaid), { until: "login" });
  expect(await cancel(unpaid)).toMatchObject({ action: "close" });
  const paid = await paidTrade();
  expect(await cancel(paid)).toMatchObject({ action: "refund" });
  expect(await cancel(paid)).toMatchObject({ action: "refund" });
  const old = await paidTrade();
  await advance(86_400_001);
  expect(await cancel(old)).toMatchObject({ subCode: "ACQ.TRADE_CANCEL_TIME_OUT" });
});

test("deadlines: absolute, relative from the first request, midnight, and a grace", async () => {
  await sandbox.control("POST /control/clock", { mode: "frozen", at: "2031-03-31 23:50:00" });
  const stateAfter = async (biz: Record<string, unknown>, minutes: number): Promise<unknown> => {
    const outTradeNo = newOrderNumber();
    await buy(payUrl(sandbox.sdk, outTradeNo, biz), { until: "login" });
    await advance(minutes * 60_000);
    return (await exec("alipay.trade.query", { out_trade_no: outTradeNo }))["tradeStatus"];
  };
  expect(await stateAfter({ time_expire: "2031-03-31 23:52:00", timeout_express: "1d" }, 2)).toBe("TRADE_CLOSED");
  expect(await stateAfter({ timeout_express: "5m" }, 4)).toBe("WAIT_BUYER_PAY");
  expect(await stateAfter({ timeout_express: "1c" }, 4)).toBe("TRADE_CLOSED");
  await sandbox.control("POST /control/switches", { expiryGraceMs: 60_000 });
  expect(await stateAfter({ timeout_express: "1m" }, 1)).toBe("WAIT_BUYER_PAY");
  await sandbox.control("POST /control/switches", { expiryGraceMs: 0 });
  const outTradeNo = newOrderNumber();
  const url = payUrl(sandbox.sdk, outTradeNo, { timeout_express: "5m" });
  await fetch(url);
  await advance(4 * 60_000);
  await fetch(url);
  await advance(60_000);
  await expect(buy(url)).rejects.toThrow("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
  await sandbox.control("POST /control/clock", { mode: "real" });
});

test("wap.pay counts its timeout from the login", async () => {
  const outTradeNo = newOrderNumber();
  const bizContent = {
    out_trade_no: outTradeNo,
    total_amount: "1.00",
    subject: "手机",
    product_code: "QUICK_WAP_WAY",
    timeout_express: "5m",
  };
  const url = sandbox.sdk.pageExecute("alipay.trade.wap.pay", "GET", { bizContent });
  await fetch(url);
  await advance(6 * 60_000);
  await buy(url, { until: "login" });
  await advance(4 * 60_000);
  expect(await buy(url)).toMatchObject({ status: "TRADE_SUCCESS" });
});
