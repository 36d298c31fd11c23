import type { Channel, MerchantAccount } from "../channels/channel.ts";
import { downloadBill } from "./bill.ts";
import { closeTrade, openCashier, queryRefund, queryTrade, queryTradeNo, refundTrade } from "./gateway.ts";
import { callWindow } from "./health.ts";
import { verifyNotify } from "./notify.ts";
import { accountSdks, type AccountSdk } from "./sdk.ts";

/** Alipay's own numbers: digits alone, 16 at least. */
const TRADE_NO = /^\d{16,64}$/;

function merchantAccount(sdk: AccountSdk): MerchantAccount {
  const { appId, sellerId } = sdk.account;
  return {
    merchant: { appId, sellerId },
    openCashier: (request) => openCashier(sdk, request),
    queryTrade: (outTradeNo, now) => queryTrade(sdk, outTradeNo, now),
    queryTradeNo: (tradeNo, now) => queryTradeNo(sdk, tradeNo, now),
    closeTrade: (outTradeNo, now) => closeTrade(sdk, outTradeNo, now),
    refundTrade: (request, now) => refundTrade(sdk, request, now),
    queryRefund: (refund, now) => queryRefund(sdk, refund, now),
    downloadBill: (day, now) => downloadBill(sdk, day, now),
  };
}

/** Alipay as the rooms see it, with the accounts that `sdks` speak for. */
export function alipayWith(sdks: () => readonly [AccountSdk, ...AccountSdk[]]): Channel {
  let accounts: readonly [MerchantAccount, ...MerchantAccount[]] | undefined;
  return {
    method: "alipay",
    accounts: () => {
      if (accounts) return accounts;
      const [active, ...others] = sdks();
      return (accounts = [merchantAccount(active), ...others.map(merchantAccount)]);
    },
    isTradeNo: (text) => TRADE_NO.test(text),
    readNotice: (body) => verifyNotify(sdks(), body),
    onHealth: (listener) => callWindow.listen(listener),
  };
}

/** With the accounts of the environment. */
export const alipay = alipayWith(accountSdks);
