/** The switches that no other test turns: where the real behaviour is a contract's choice or not established. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newOrderNumber, payUrl, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => void (await stopSandbox(sandbox)));
afterEach(async () => void (await sandbox.control("POST /control/reset")));

const turn = (switches: Record<string, unknown>) => sandbox.control("POST /control/switches", switches);
const exec = (method: string, bizContent: Record<string, unknown>) =>
  sandbox.sdk.exec(method, { bizContent }, { validateSign: true });
const buy = (url: string) => sandbox.control<{ returnUrl: string }>("POST /control/buy", { payUrl: url });

async function paid(): Promise<string> {
  const outTradeNo = newOrderNumber();
  await buy(payUrl(sandbox.sdk, outTradeNo));
  return outTradeNo;
}
const refund = async (out_trade_no: string, refund_amount: string, out_request_no: string) =>
  (await exec("alipay.trade.refund", { out_trade_no, refund_amount, out_request_no }))["subCode"];

test("refundGapMs: the second refund of a trade has to wait", async () => {
  const outTradeNo = await paid();
  await sandbox.control("POST /control/clock", { mode: "frozen" });
  await turn({ refundGapMs: 3_000 });
  expect(await refund(outTradeNo, "1.00", "R1")).toBeUndefined();
  expect(await refund(outTradeNo, "1.00", "R2")).toBe("ACQ.SYSTEM_ERROR");
  await sandbox.control("POST /control/clock", { advanceMs: 3_000 });
  expect(await refund(outTradeNo, "1.00", "R2")).toBeUndefined();
});

test("refundWindowDays: money goes back for as long as the contract says", async () => {
  const outTradeNo = await paid();
  await turn({ refundWindowDays: 90 });
  await sandbox.control("POST /control/clock", { advanceMs: 90 * 86_400_000 });
  expect(await refund(outTradeNo, "1.00", "R1")).toBe("ACQ.TRADE_HAS_FINISHED");
});

test("sandboxStrict: whole refunds only, and timeouts of at most fifteen hours", async () => {
  await turn({ sandboxStrict: true });
  const outTradeNo = await paid();
  expect(await refund(outTradeNo, "1.00", "R1")).toBe("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
  expect(await refund(outTradeNo, "88.80", "R1")).toBeUndefined();
  await expect(buy(payUrl(sandbox.sdk, newOrderNumber(), { timeout_express: "16h" }))).rejects.toThrow(
    "ACQ.INVALID_PARAMETER",
  );
});

test("cancelOfUnknown: a code instead of an answer without action", async () => {
  await turn({ cancelOfUnknown: "ACQ.TRADE_NOT_EXIST" });
  expect(await exec("alipay.trade.cancel", { out_trade_no: "NONE" })).toMatchObject({ subCode: "ACQ.TRADE_NOT_EXIST" });
});

test("strictContext: another product under the same number is another content", async () => {
  const wap = (out_trade_no: string): string =>
    sandbox.sdk.pageExecute("alipay.trade.wap.pay", "GET", {
      bizContent: { out_trade_no, total_amount: "88.80", subject: "测试商品 A+B 100%", product_code: "QUICK_WAP_WAY" },
    });
  const login = (payUrl: string) => sandbox.control("POST /control/buy", { payUrl, until: "login" });
  const loose = newOrderNumber();
  await login(payUrl(sandbox.sdk, loose));
  expect(await login(wap(loose))).toMatchObject({ outTradeNo: loose });
  await turn({ strictContext: true });
  const strict = newOrderNumber();
  await login(payUrl(sandbox.sdk, strict));
  await expect(login(wap(strict))).rejects.toThrow("ACQ.CONTEXT_INCONSISTENT");
});

test("timestampSkewMs: a v2 call from another time is refused", async () => {
  await turn({ timestampSkewMs: 600_000 });
  expect(await exec("alipay.trade.query", { out_trade_no: "NONE" })).toMatchObject({ subCode: "ACQ.TRADE_NOT_EXIST" });
  await sandbox.control("POST /control/clock", { advanceMs: 3_600_000 });
  const late = await sandbox.sdk.exec("alipay.trade.query", { bizContent: { out_trade_no: "NONE" } });
  expect(late).toMatchObject({ code: "40002", subCode: "isv.invalid-timestamp" });
});

test("signReturnExtras: whether the merchant's own return_url parameters are signed", async () => {
  const back = async (): Promise<boolean> => {
    const url = sandbox.sdk.pageExecute("alipay.trade.page.pay", "GET", {
      returnUrl: "http://shop.example/return?cart=7",
      bizContent: {
        out_trade_no: newOrderNumber(),
        total_amount: "1.00",
        subject: "回",
        product_code: "FAST_INSTANT_TRADE_PAY",
      },
    });
    return sandbox.sdk.checkNotifySignV2(Object.fromEntries(new URL((await buy(url)).returnUrl).searchParams));
  };
  expect(await back()).toBe(false);
  await turn({ signReturnExtras: true });
  expect(await back()).toBe(true);
});

test("times N and frozen: the clock runs as fast as it is told", async () => {
  const clock = () => sandbox.control<{ now: number }>("GET /control/clock");
  await sandbox.control("POST /control/clock", { mode: "times", times: 1_000_000 });
  const { now } = await clock();
  // Two questions within one millisecond get one answer.
  await expect.poll(async () => (await clock()).now - now, { interval: 2 }).toBeGreaterThan(1_000);
  await sandbox.control("POST /control/clock", { mode: "frozen" });
  const still = await clock();
  expect(await clock()).toEqual(still);
});
