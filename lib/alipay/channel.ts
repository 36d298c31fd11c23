import type { Channel } from "../channels/channel.ts";
import { downloadBill } from "./bill.ts";
import { closeTrade, merchant, openCashier, queryRefund, queryTrade, queryTradeNo, refundTrade } from "./gateway.ts";
import { callWindow } from "./health.ts";
import { verifyNotify } from "./notify.ts";

/** Alipay's own numbers: digits alone, 16 at least. */
const TRADE_NO = /^\d{16,64}$/;

/** Alipay as the rooms see it. */
export const alipay: Channel = {
  method: "alipay",
  merchant,
  isTradeNo: (text) => TRADE_NO.test(text),
  openCashier,
  queryTrade,
  queryTradeNo,
  closeTrade,
  refundTrade,
  queryRefund,
  readNotice: verifyNotify,
  downloadBill,
  onHealth: (listener) => callWindow.listen(listener),
};
