import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Notice } from "./notice.ts";
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
afterEach(async () => {
  await sandbox.control("POST /control/reset");
  shop.notices.length = 0;
  Object.assign(shop.answer, { status: 200, body: "success" });
});

const MINUTE_MS = 60_000;
const idle = () => sandbox.control("POST /control/idle");
const notices = (outTradeNo: string) => sandbox.control<Notice[]>(`GET /control/notices?outTradeNo=${outTradeNo}`);
const exec = (method: string, bizContent: Record<string, unknown>) =>
  sandbox.sdk.exec(method, { bizContent }, { validateSign: true });

async function pay(biz: Record<string, unknown> = {}): Promise<string> {
  const outTradeNo = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, biz, shop) });
  await idle();
  return outTradeNo;
}

test("a payment is told once, with Alipay's headers and a signature that the SDK accepts", async () => {
  const outTradeNo = await pay({ passback_params: "uid%3D42", body: "说明" });
  expect(shop.notices).toHaveLength(1);
  const { headers, fields, raw } = shop.notices[0]!;
  expect(headers["user-agent"]).toBe("Mozilla/4.0");
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded; text/html; charset=utf-8");
  expect(sandbox.sdk.checkNotifySignV2(fields)).toBe(true);
  expect(sandbox.sdk.checkNotifySignV2({ ...fields, total_amount: "88.81" })).toBe(false);
  expect(fields).toMatchObject({
    out_trade_no: outTradeNo,
    trade_status: "TRADE_SUCCESS",
    total_amount: "88.80",
    passback_params: "uid%3D42",
    body: "说明",
    gmt_payment: "2026-01-02 03:04:05",
    fund_bill_list: '[{"amount":"88.80","fundChannel":"ALIPAYACCOUNT"}]',
    seller_id: sandbox.merchant.sellerId,
    sign_type: "RSA2",
  });
  expect(fields["notify_id"]).toMatch(/^2026010200222030405\d{15}$/);
  expect(Object.values(fields)).not.toContain("");
  expect(raw).toContain("gmt_payment=2026-01-02+03%3A04%3A05");
  expect((await notices(outTradeNo))[0]).toMatchObject({ state: "delivered", reason: "商户回答 success" });
});

test("eight sends on Alipay's schedule, one notify_id, a fresh time, and then no more", async () => {
  Object.assign(shop.answer, { body: "fail" });
  const outTradeNo = await pay();
  for (const [gap, count] of [
    [4, 2],
    [10, 3],
    [10, 4],
    [60, 5],
    [120, 6],
    [360, 7],
    [900, 8],
  ] as const) {
    await sandbox.control("POST /control/clock", { advanceMs: gap * MINUTE_MS - 1 });
    await idle();
    expect(shop.notices).toHaveLength(count - 1);
    await sandbox.control("POST /control/clock", { advanceMs: 1 });
    await idle();
    expect(shop.notices).toHaveLength(count);
  }
  await sandbox.control("POST /control/clock", { advanceMs: 30 * 86_400_000 });
  await idle();
  expect(shop.notices).toHaveLength(8);
  expect(new Set(shop.notices.map(({ fields }) => fields["notify_id"])).size).toBe(1);
  expect(new Set(shop.notices.map(({ fields }) => fields["notify_time"])).size).toBe(8);
  expect(shop.notices.every(({ fields }) => sandbox.sdk.checkNotifySignV2(fields))).toBe(true);
  const [notice] = await notices(outTradeNo);
  expect(notice).toMatchObject({
    state: "gave-up",
    reason: '发了 8 次，最后一次：商户回答的不是 success，而是 "fail"',
  });
  expect(notice?.deliveries).toHaveLength(8);
});

test.each([
  [200, "success\n", '而是 "success\\n"'],
  [200, "SUCCESS", '而是 "SUCCESS"'],
  [200, '"success"', "不是 success"],
  [201, "success", "商户回答 HTTP 201"],
  [302, "success", "支付宝不跟随跳转"],
  [500, "success", "商户回答 HTTP 500"],
])("an answer of %i %j is no success, and the log says why", async (status, body, why) => {
  Object.assign(shop.answer, { status, body });
  const outTradeNo = await pay();
  const [notice] = await notices(outTradeNo);
  expect(notice?.state).toBe("waiting");
  expect(notice?.reason).toContain(why);
  expect(notice?.reason).toContain("第 2 次将在 2026-01-02 03:08:05 发送");
  expect(shop.notices).toHaveLength(1);
});

test("switches: trimmed answers, the proper header, repeated notify_time, silence", async () => {
  await sandbox.control("POST /control/switches", { trimNotifyAnswer: true, malformedContentType: false });
  shop.answer.body = " success\n";
  expect((await notices(await pay()))[0]?.state).toBe("delivered");
  expect(shop.notices[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded; charset=utf-8");
  await sandbox.control("POST /control/switches", { freshNotifyTime: false });
  shop.answer.body = "fail";
  await pay();
  await sandbox.control("POST /control/clock", { advanceMs: 4 * MINUTE_MS });
  await idle();
  expect(shop.notices.at(-1)?.fields).toEqual(shop.notices.at(-2)?.fields);
  await sandbox.control("POST /control/switches", { notifyEnabled: false });
  const [trade] = await sandbox.control<{ callback: string }[]>(`GET /control/trades?outTradeNo=${await pay()}`);
  expect(trade?.callback).toBe("不发 TRADE_SUCCESS 通知：通知总开关已关（notifyEnabled）");
});

test("PC: a partial refund is told again with a new id, a full one and a close are silent", async () => {
  const outTradeNo = await pay();
  await exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "8.80", out_request_no: "R1" });
  await idle();
  const [paid, part] = shop.notices.map(({ fields }) => fields);
  expect(part).toMatchObject({
    trade_status: "TRADE_SUCCESS",
    refund_fee: "8.80",
    out_biz_no: "R1",
    gmt_refund: "2026-01-02 03:04:05.000",
  });
  expect(part?.["notify_id"]).not.toBe(paid?.["notify_id"]);
  await exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "80.00", out_request_no: "R2" });
  const unpaid = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, unpaid, {}, shop), until: "login" });
  await exec("alipay.trade.close", { out_trade_no: unpaid });
  await idle();
  expect(shop.notices).toHaveLength(2);
});

test("the trigger matrix: WAP is told of a close and a full refund; refundNotify all tells PC of the full one", async () => {
  const url = (outTradeNo: string): string =>
    sandbox.sdk.pageExecute("alipay.trade.wap.pay", "GET", {
      notifyUrl: `${shop.url}/notify`,
      bizContent: { out_trade_no: outTradeNo, total_amount: "1.00", subject: "手机", product_code: "QUICK_WAP_WAY" },
    });
  const [closed, refunded] = [newOrderNumber(), newOrderNumber()];
  await sandbox.control("POST /control/buy", { payUrl: url(closed), until: "login" });
  await exec("alipay.trade.close", { out_trade_no: closed });
  await sandbox.control("POST /control/buy", { payUrl: url(refunded) });
  await idle();
  await exec("alipay.trade.refund", { out_trade_no: refunded, refund_amount: "1.00" });
  await idle();
  const told = shop.notices.map(({ fields }) => [fields["out_trade_no"], fields["trade_status"]]);
  expect(told).toEqual([
    [closed, "TRADE_CLOSED"],
    [refunded, "TRADE_SUCCESS"],
    [refunded, "TRADE_CLOSED"],
  ]);
  expect(shop.notices[2]?.fields).not.toHaveProperty("fund_bill_list");
  await sandbox.control("POST /control/switches", { refundNotify: "all", openId: true });
  const outTradeNo = await pay();
  await exec("alipay.trade.refund", { out_trade_no: outTradeNo, refund_amount: "88.80" });
  await idle();
  expect(shop.notices.at(-1)?.fields).toMatchObject({ trade_status: "TRADE_CLOSED", refund_fee: "88.80" });
  expect(shop.notices.at(-1)?.fields).toHaveProperty("buyer_open_id");
});

test("resend repeats the newest notice, also after success and after a loss", async () => {
  const outTradeNo = await pay();
  const again = await sandbox.control<Notice>("POST /control/resend", { outTradeNo });
  expect([again.state, again.deliveries.length, shop.notices.length]).toEqual(["delivered", 2, 2]);
  expect(shop.notices[1]?.fields["notify_id"]).toBe(shop.notices[0]?.fields["notify_id"]);
  const lost = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, lost, {}, shop), notify: false });
  await idle();
  expect(shop.notices).toHaveLength(2);
  expect(await sandbox.control("POST /control/resend", { outTradeNo: lost })).toMatchObject({ state: "delivered" });
  expect(shop.notices[2]?.fields["out_trade_no"]).toBe(lost);
});

test("a merchant who is not there, or does not answer in time, is named", async () => {
  const outTradeNo = newOrderNumber();
  const gone: Shop = { ...shop, url: "http://127.0.0.1:1" };
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, {}, gone) });
  await idle();
  expect((await notices(outTradeNo))[0]?.reason).toContain("没有收到回答（connect ECONNREFUSED");
});
