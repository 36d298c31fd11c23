import type { AlipayRequestError } from "alipay-sdk";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newOrderNumber, payUrl, sdkFor, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => void (await stopSandbox(sandbox)));
afterEach(async () => void (await sandbox.control("DELETE /control/faults")));

const post = (path: string, body: Record<string, unknown>) =>
  sandbox.sdk.curl<Record<string, unknown>>("POST", `/v3/alipay/${path}`, { body });

async function buy(): Promise<string> {
  const outTradeNo = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo) });
  return outTradeNo;
}

test("the same methods by REST: query, refund, refund query, close, cancel, precreate", async () => {
  const out_trade_no = await buy();
  const { data, responseHttpStatus, traceId } = await post("trade/query", { out_trade_no });
  expect([responseHttpStatus, traceId]).toEqual([200, expect.stringMatching(/^[0-9a-f]{30}$/)]);
  expect(data).toMatchObject({ out_trade_no, trade_status: "TRADE_SUCCESS", total_amount: "88.80" });
  expect(data).not.toHaveProperty("code");
  expect((await post("trade/refund", { out_trade_no, refund_amount: "1.00", out_request_no: "R" })).data).toMatchObject(
    { fund_change: "Y" },
  );
  expect((await post("trade/fastpay/refund/query", { out_trade_no, out_request_no: "R" })).data).toMatchObject({
    refund_status: "REFUND_SUCCESS",
  });
  const code = await post("trade/precreate", { out_trade_no: newOrderNumber(), total_amount: "1.00", subject: "扫码" });
  expect(code.data["qr_code"]).toMatch(/\/qr\/[0-9a-f]{24}$/);
  expect((await post("trade/cancel", { out_trade_no: newOrderNumber() })).data).toMatchObject({ retry_flag: "N" });
  await expect(post("trade/close", { out_trade_no })).rejects.toMatchObject({
    code: "ACQ.TRADE_STATUS_ERROR",
    responseHttpStatus: 400,
  });
});

test("the bill is asked for with GET", async () => {
  await sandbox.control("POST /control/clock", { mode: "real" });
  await buy();
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await sandbox.control("POST /control/clock", { mode: "frozen", advanceMs: 2 * 86_400_000 });
  const query = { bill_type: "trade", bill_date: today };
  const { data } = await sandbox.sdk.curl<Record<string, string>>(
    "GET",
    "/v3/alipay/data/dataservice/bill/downloadurl/query",
    { query },
  );
  expect((await fetch(data["bill_download_url"] ?? "")).headers.get("content-type")).toBe("application/zip");
  await sandbox.control("POST /control/clock", { mode: "real" });
});

test("refused: another app, a tampered body, an old timestamp, a wrong verb, no JSON, no trade", async () => {
  const code = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => "none",
      (error: AlipayRequestError) => error.code,
    );
  const stranger = sdkFor({ ...sandbox.merchant, appId: "9021000000000009" });
  expect(await code(stranger.curl("POST", "/v3/alipay/trade/query", { body: { out_trade_no: "A" } }))).toBe(
    "invalid-app-id",
  );
  expect(await code(post("trade/query", { out_trade_no: "NONE" }))).toBe("ACQ.TRADE_NOT_EXIST");
  expect(await code(sandbox.sdk.curl("GET", "/v3/alipay/trade/query"))).toBe("invalid-method");
  const unsigned = await fetch(`${sandbox.url}/v3/alipay/trade/query`, { method: "POST", body: "{}" });
  expect([unsigned.status, await unsigned.json()]).toMatchObject([400, { code: "missing-signature" }]);
  expect(unsigned.headers.get("alipay-signature")).toBeNull();
  await sandbox.control("POST /control/clock", { advanceMs: 601_000 });
  expect(await code(post("trade/query", { out_trade_no: "NONE" }))).toBe("invalid-timestamp");
  await sandbox.control("POST /control/clock", { mode: "real" });
});

test("faults: unsigned, wrongly signed, limited and broken answers", async () => {
  const out_trade_no = await buy();
  const struck = async (fault: string): Promise<Error & { responseHttpStatus?: number; code?: string }> => {
    await sandbox.control("POST /control/faults", { fault, method: "alipay.trade.query" });
    return post("trade/query", { out_trade_no }).then(
      () => new Error("none"),
      (error: Error) => error,
    );
  };
  expect((await struck("missing-signature")).message).not.toBe("none");
  expect((await struck("bad-signature")).message).toContain("验签失败");
  expect(await struck("call-limited")).toMatchObject({ code: "app-call-limited", responseHttpStatus: 429 });
  expect(await struck("unknown-error")).toMatchObject({ code: "isp.unknow-error", responseHttpStatus: 500 });
  const calls = await sandbox.control<{ api: string; fault?: string }[]>(
    `GET /control/calls?outTradeNo=${out_trade_no}`,
  );
  expect(calls.filter(({ api }) => api === "v3").map(({ fault }) => fault)).toEqual([
    "missing-signature",
    "bad-signature",
    "call-limited",
    "unknown-error",
  ]);
});
