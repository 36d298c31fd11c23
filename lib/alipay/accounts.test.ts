import { beforeAll, describe, expect, test } from "vitest";
import { readAccounts } from "../alipay-accounts.ts";
import { yuanText } from "../core/money.ts";
import { env } from "../env.ts";
import { NOW } from "../testing/builders.ts";
import {
  addMerchant,
  buy,
  nextAlipayKey,
  noticeOf,
  rotateKeys,
  signByAlipay,
  useSandbox,
  type MerchantSettings,
} from "../testing/gateway.ts";
import { entryOf, useAccountsFile } from "../testing/merchants.ts";
import { aNotice } from "../testing/notices.ts";
import { cashierUrl, closeTrade, queryRefund, queryTrade, refundTrade } from "./gateway.ts";
import { verifyNotify } from "./notify.ts";
import { AccountSdk } from "./sdk.ts";

useSandbox();
const file = useAccountsFile();

async function sdkOf(settings: MerchantSettings, changes: object = {}): Promise<AccountSdk> {
  const read = readAccounts(await file([entryOf(settings, { active: true, ...changes })]));
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return new AccountSdk(read.accounts[0], env().alipay.gateway);
}

let orders = 0;
/** A trade that a buyer has paid through this account. */
async function bought(sdk: AccountSdk) {
  const outTradeNo = `ACCOUNT${sdk.account.appId}${++orders}`;
  const { appUrl } = env();
  const addresses = { notifyUrl: `${appUrl}/n`, returnUrl: `${appUrl}/r` };
  const request = { kind: "PAGE", outTradeNo, amountFen: 990, subject: "积分", signedAt: NOW, ...addresses } as const;
  return buy(cashierUrl(sdk, { ...request, expireTime: new Date(NOW.getTime() + 1_800_000) }));
}

describe.each([
  ["keys", { appId: "9021000000000011", sellerId: "2088000000000111" }],
  ["certificates", { appId: "9021000000000012", sellerId: "2088000000000112", certificates: true }],
])("an account with %s", (_, wanted) => {
  let settings: MerchantSettings;
  beforeAll(async () => {
    settings = await addMerchant(wanted);
  });

  test("pays, is told, asks, closes and refunds", async () => {
    const sdk = await sdkOf(settings);
    const { outTradeNo, tradeNo } = await bought(sdk);
    expect(verifyNotify([sdk], await noticeOf(outTradeNo))).toMatchObject({
      ok: true,
      fact: { tradeNo, merchant: { appId: wanted.appId, sellerId: wanted.sellerId } },
    });
    const asked = await queryTrade(sdk, outTradeNo, NOW);
    expect(asked).toMatchObject({ outcome: "done", trade: { state: "PAID", merchant: { appId: wanted.appId } } });
    expect(await closeTrade(sdk, `${outTradeNo}0`, NOW)).toEqual({ outcome: "done", closed: false });
    const refund = { tradeNo, outTradeNo, outRequestNo: "r1", amountFen: 990, reason: "退款" };
    expect(await refundTrade(sdk, refund, NOW)).toEqual({ outcome: "done", moved: true });
    expect(await queryRefund(sdk, refund, NOW)).toEqual({ outcome: "done", refundedFen: 990 });
  });

  test("takes in Alipay's next key before the change, and believes both sides of it", async () => {
    const { publicKey, alipayPublicCert } = await nextAlipayKey(wanted.appId);
    const more = alipayPublicCert
      ? { alipayPublicCert: [settings.alipayPublicCert, alipayPublicCert] }
      : { alipayPublicKey: [settings.publicKey, publicKey] };
    const [old, both] = [await sdkOf(settings), await sdkOf(settings, more)];
    const { outTradeNo } = await bought(both);
    const askBoth = async () => [await queryTrade(old, outTradeNo, NOW), await queryTrade(both, outTradeNo, NOW)];
    expect(await askBoth()).toMatchObject([{ outcome: "done" }, { outcome: "done" }]);
    const before = await noticeOf(outTradeNo);
    await rotateKeys(wanted.appId, "alipay");
    const after = await noticeOf(outTradeNo);
    expect(await askBoth()).toMatchObject([{ outcome: "unknown" }, { outcome: "done" }]);
    expect([old, both].map((sdk) => [before, after].map((body) => verifyNotify([sdk], body).ok))).toEqual([
      [true, false],
      [true, true],
    ]);
    settings = { ...settings, publicKey, ...(alipayPublicCert ? { alipayPublicCert } : {}) };
  });

  test("signs with its new key after a change of its own", async () => {
    const old = await sdkOf(settings);
    const { outTradeNo } = await bought(old);
    settings = await rotateKeys(wanted.appId, "merchant");
    expect(await queryTrade(old, outTradeNo, NOW)).toMatchObject({ outcome: "unknown" });
    const asked = await queryTrade(await sdkOf(settings), outTradeNo, NOW);
    expect(asked).toMatchObject({ outcome: "done", trade: { state: "PAID" } });
  });

  test("believes a notice that names Alipay's certificate, whether the name is signed or not", async () => {
    const sdk = await sdkOf(settings);
    const notice = aNotice(
      { orderSn: "NUMBER", amountFen: 990 },
      { app_id: wanted.appId, total_amount: yuanText(990) },
    );
    const signed = await signByAlipay({ ...notice, alipay_cert_sn: "0".repeat(32) });
    const beside = `${await signByAlipay(notice)}&alipay_cert_sn=${"0".repeat(32)}`;
    expect([signed, beside].map((body) => verifyNotify([sdk], body).ok)).toEqual([true, true]);
    expect(verifyNotify([sdk], `${beside}&more=1`).ok).toBe(false);
  });
});
