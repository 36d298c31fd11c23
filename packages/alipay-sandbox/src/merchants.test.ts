/** Several merchants, certificate mode and changes of keys, with the official SDK as the merchants' applications. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { AlipaySdk } from "alipay-sdk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createAlipay } from "./create-alipay.ts";
import type { LocalAlipay } from "./local-alipay.ts";
import type { Merchant } from "./merchant.ts";
import { newOrderNumber, payUrl } from "./testing.ts";

const B = { appId: "9021000000000002", sellerId: "2088000000000102" };
const C = { appId: "9021000000000003", sellerId: "2088000000000103", certificates: true };
/** Another app of B's seller. */
const B2 = { appId: "9021000000000004", sellerId: B.sellerId };

let alipay: LocalAlipay;
beforeAll(async () => {
  alipay = await createAlipay();
  for (const wanted of [B, C, B2]) await alipay.merchants.add(wanted);
});
beforeEach(() => alipay.reset());
afterAll(() => alipay.close());

const now = (appId: string): Merchant => alipay.merchants.list().find((one) => one.appId === appId)!;

/** The SDK as the console's settings of this moment configure it; `changes` are what an application has instead. */
function sdkOf(appId: string, changes: Partial<Merchant> = {}): AlipaySdk {
  const { privateKey, publicKey, gateway, appCert, alipayPublicCert, alipayRootCert } = { ...now(appId), ...changes };
  const endpoint = gateway.replace("/gateway.do", "");
  const keys = appCert
    ? {
        appCertContent: appCert,
        alipayPublicCertContent: alipayPublicCert!,
        alipayRootCertContent: alipayRootCert!,
      }
    : { alipayPublicKey: publicKey };
  return new AlipaySdk({ appId, privateKey, keyType: "PKCS8", gateway, endpoint, ...keys });
}

const query = (sdk: AlipaySdk, outTradeNo: string) =>
  sdk.exec("alipay.trade.query", { bizContent: { out_trade_no: outTradeNo } }, { validateSign: true });

function bought(sdk: AlipaySdk): string {
  const outTradeNo = newOrderNumber();
  alipay.buy(payUrl(sdk, outTradeNo));
  return outTradeNo;
}

test.each([B, C])("$appId pays, asks, refunds and is told by itself, and others see none of it", async (merchant) => {
  const sdk = sdkOf(merchant.appId);
  const outTradeNo = bought(sdk);
  expect(await query(sdk, outTradeNo)).toMatchObject({ code: "10000", tradeStatus: "TRADE_SUCCESS" });
  for (const other of [B, C].filter((one) => one !== merchant))
    expect(await query(sdkOf(other.appId), outTradeNo)).toMatchObject({ subCode: "ACQ.TRADE_NOT_EXIST" });
  const form = Object.fromEntries(new URLSearchParams(alipay.notices.form(outTradeNo)));
  expect(form).toMatchObject({ app_id: merchant.appId, seller_id: merchant.sellerId });
  expect(sdk.checkNotifySignV2(form)).toBe(true);
  expect(sdkOf(alipay.merchant.appId).checkNotifySignV2(form)).toBe(false);
  const refund = { out_trade_no: outTradeNo, refund_amount: "88.80", out_request_no: "r1" };
  const answer = await sdk.exec("alipay.trade.refund", { bizContent: refund }, { validateSign: true });
  expect(answer).toMatchObject({ code: "10000", fundChange: "Y" });
  const { movements } = alipay.statement();
  expect(movements).toMatchObject([{ to: merchant.sellerId }, { from: merchant.sellerId }]);
});

test("two apps of one seller see the same trades", async () => {
  const outTradeNo = bought(sdkOf(B.appId));
  expect(await query(sdkOf(B2.appId), outTradeNo)).toMatchObject({ tradeStatus: "TRADE_SUCCESS" });
});

test("with certificates the third version of the protocol holds too", async () => {
  const outTradeNo = bought(sdkOf(C.appId));
  const body = { out_trade_no: outTradeNo };
  const { data } = await sdkOf(C.appId).curl("POST", "/v3/alipay/trade/query", { body });
  expect(data).toMatchObject({ trade_status: "TRADE_SUCCESS" });
});

test("certificates are certificates: of the merchant's key, and signed by the root", () => {
  const { appCert, alipayPublicCert, alipayRootCert, privateKey } = now(C.appId);
  const [app, theirs, root] = [appCert!, alipayPublicCert!, alipayRootCert!].map((pem) => new X509Certificate(pem));
  const key = createPrivateKey({ key: Buffer.from(privateKey, "base64"), format: "der", type: "pkcs8" });
  expect(app!.checkPrivateKey(key)).toBe(true);
  expect(theirs!.checkPrivateKey(key)).toBe(false);
  for (const one of [app!, theirs!, root!]) expect(one.verify(root!.publicKey)).toBe(true);
  expect([root!.ca, app!.ca]).toEqual([true, false]);
});

test("an application in key mode, or with another's certificate, is refused where certificates are agreed on", async () => {
  const { gateway, privateKey, publicKey } = now(C.appId);
  const bare = new AlipaySdk({ appId: C.appId, privateKey, keyType: "PKCS8", gateway, alipayPublicKey: publicKey });
  const asked = bare.exec("alipay.trade.query", { bizContent: { out_trade_no: "X" } });
  expect(await asked).toMatchObject({ subCode: "isv.invalid-signature" });
  const foreign = sdkOf(C.appId, { appCert: now(C.appId).alipayPublicCert! });
  const answer = await foreign.exec("alipay.trade.query", { bizContent: { out_trade_no: "X" } });
  expect(answer).toMatchObject({ subCode: "isv.invalid-signature" });
});

test.each([B, C])("after a change of $appId's own key only the new one signs", async ({ appId }) => {
  const before = sdkOf(appId);
  const outTradeNo = bought(before);
  await alipay.merchants.rotate(appId, "merchant");
  const refused = await before.exec("alipay.trade.query", { bizContent: { out_trade_no: outTradeNo } });
  expect(refused).toMatchObject({ subCode: "isv.invalid-signature" });
  expect(await query(sdkOf(appId), outTradeNo)).toMatchObject({ code: "10000" });
});

test.each([B, C])("Alipay's key for $appId changes to the one that was told before", async ({ appId }) => {
  const { publicKey, alipayPublicCert } = await alipay.merchants.nextKey(appId);
  const next = sdkOf(appId, { publicKey, ...(alipayPublicCert ? { alipayPublicCert } : {}) });
  const old = sdkOf(appId);
  const outTradeNo = bought(old);
  const noticeOf = () => Object.fromEntries(new URLSearchParams(alipay.notices.form(outTradeNo)));
  expect([old, next].map((sdk) => sdk.checkNotifySignV2(noticeOf()))).toEqual([true, false]);
  await expect(query(next, outTradeNo)).rejects.toThrow("验签失败");
  await alipay.merchants.rotate(appId, "alipay");
  expect([old, next].map((sdk) => sdk.checkNotifySignV2(noticeOf()))).toEqual([false, true]);
  expect(await query(next, outTradeNo)).toMatchObject({ code: "10000" });
  await expect(query(old, outTradeNo)).rejects.toThrow("验签失败");
});

test("numbers that are none, and an app that there is, are refused", async () => {
  for (const wanted of [B, { ...B, appId: "1" }, { appId: "9021000000000009", sellerId: "1" }])
    await expect(alipay.merchants.add(wanted)).rejects.toThrow();
  await expect(alipay.merchants.rotate("9021000000000009", "alipay")).rejects.toThrow("没有应用");
});
