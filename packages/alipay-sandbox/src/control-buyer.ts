/** Simulated buyer actions for tests. */
import { receive } from "./gateway-checks.ts";
import { openCashier } from "./gateway.ts";
import { BadRequest } from "./bad-request.ts";
import type { Notice } from "./notice.ts";
import { whyNoCallback } from "./notifier.ts";
import { findBuyer } from "./purses.ts";
import type { Fields } from "./refusal.ts";
import { returnAddress } from "./return-url.ts";
import type { Sandbox } from "./sandbox.ts";
import { paidOnce, type Bought, type PayRequest, type Trade, type TradeView } from "./trade.ts";

/**
 * Opens `payUrl` (a signed pay address, a cashier address, or a QR's), logs in as `buyer`, and pays unless `until` is
 * "login". `notify: false` suppresses the notification of this payment. Throws the Refusal a buyer would see.
 */
export function buy({ payUrl, buyer: wanted, until, notify }: Fields, sandbox: Sandbox): Bought {
  const buyer = findBuyer(wanted === undefined ? undefined : String(wanted));
  if (!buyer) throw new BadRequest(`没有这位测试买家：${String(wanted)}`);
  if (until !== undefined && until !== "login" && until !== "paid") throw new BadRequest("until 应为 login 或 paid");
  const trade = sandbox.book.bind(open(payUrl, sandbox), buyer);
  if (until !== "login") sandbox.book.pay(trade, notify === false);
  const back = paidOnce(trade) ? returnAddress(trade, sandbox) : undefined;
  const { outTradeNo } = trade.request;
  return { outTradeNo, tradeNo: trade.tradeNo, status: trade.status, ...(back ? { returnUrl: back } : {}) };
}

function open(payUrl: unknown, sandbox: Sandbox): PayRequest {
  if (typeof payUrl !== "string" || !URL.canParse(payUrl)) throw new BadRequest("应给 payUrl（完整的地址）");
  const [, kind, id = ""] = new URL(payUrl).pathname.split("/");
  const request = kind === "qr" || kind === "cashier" ? sandbox.requests.get(id) : undefined;
  if (request) return request;
  const cut = payUrl.indexOf("?");
  return openCashier(receive(cut < 0 ? "" : (payUrl.slice(cut + 1).split("#")[0] ?? ""), ""), sandbox);
}

/** The newest trades, oldest of them first: all, or those of one order number. */
export function tradesOf({ book, notifier }: Sandbox, outTradeNo?: unknown, limit = Infinity): TradeView[] {
  const trades = book.all().filter((one) => outTradeNo === undefined || one.request.outTradeNo === outTradeNo);
  return trades.slice(-limit).map((trade) => describe(trade, ofOrder(notifier.all(), trade.request.outTradeNo)));
}

/** Those of `list` that belong to the order number, or all. */
export const ofOrder = <Item extends { outTradeNo?: string }>(list: Item[], outTradeNo?: unknown): Item[] =>
  list.filter((one) => outTradeNo === undefined || one.outTradeNo === outTradeNo);

function describe(trade: Trade, notices: Notice[]): TradeView {
  const { outTradeNo, amountFen, subject, product } = trade.request;
  const { tradeNo, buyerId, status, createdAt, expireAt, paidAt, closedAt, finishedAt, refunds, history } = trade;
  const times = { createdAt, expireAt, paidAt, closedAt, finishedAt };
  const head = { outTradeNo, tradeNo, status, amountFen, subject, product, buyerId, ...times };
  return { ...head, refunds, history, notices: notices.length, callback: whyNoCallback(trade, notices) };
}
