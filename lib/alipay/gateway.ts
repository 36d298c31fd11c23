import type { Cashier, CashierRequest, RefundNumbers, RefundRequest } from "../channels/channel.ts";
import { parseYuan, yuanText, type Fen } from "../core/money.ts";
import type { CashierKind } from "../core/states.ts";
import { beijingText, parseBeijing } from "../core/time.ts";
import { SHORT_OF_MONEY, type Answer, type TradeFact } from "../core/trade.ts";
import { ask, text, word } from "./call.ts";
import { cashierForm } from "./cashier-form.ts";
import { alipayTimestamp, type AccountSdk } from "./sdk.ts";

const CASHIERS = {
  PAGE: { method: "alipay.trade.page.pay", product_code: "FAST_INSTANT_TRADE_PAY" },
  WAP: { method: "alipay.trade.wap.pay", product_code: "QUICK_WAP_WAY" },
} as const satisfies Record<CashierKind, unknown>;

/**
 * The signed address of Alipay's cashier. No network call: Alipay creates the trade when the buyer scans or logs in.
 * The same request gives the same address (RSA PKCS#1 v1.5 is deterministic).
 */
export function cashierUrl(sdk: AccountSdk, request: CashierRequest): string {
  const { method, product_code } = CASHIERS[request.kind];
  return sdk.pageExecute(method, "GET", {
    notifyUrl: request.notifyUrl,
    returnUrl: request.returnUrl,
    timestamp: alipayTimestamp(request.signedAt),
    bizContent: {
      out_trade_no: request.outTradeNo,
      total_amount: yuanText(request.amountFen),
      subject: request.subject,
      product_code,
      time_expire: beijingText(request.expireTime),
      ...(request.kind === "WAP" ? { quit_url: request.returnUrl } : {}),
    },
  });
}

/** The cashier, by its address and as a form (decision 3). */
export function openCashier(sdk: AccountSdk, request: CashierRequest): Cashier {
  const url = cashierUrl(sdk, request);
  return { url, html: cashierForm(url) };
}

const STATES: ReadonlyMap<string | null, TradeFact["state"]> = new Map([
  ["WAIT_BUYER_PAY", "WAITING"],
  ["TRADE_SUCCESS", "PAID"],
  ["TRADE_FINISHED", "PAID"],
  ["TRADE_CLOSED", "CLOSED"],
]);

/** Maps Alipay's trade_status to our states. Paid is TRADE_SUCCESS or TRADE_FINISHED (docs/alipay.md A12). */
export function tradeState(status: string | null): TradeFact["state"] {
  return STATES.get(status?.toUpperCase() ?? null) ?? "UNKNOWN";
}

/** Asks about a trade. `trade: null`: no buyer has opened it yet; it may still be paid. */
export function queryTrade(
  sdk: AccountSdk,
  outTradeNo: string,
  now: Date,
): Promise<Answer<{ trade: TradeFact | null }>> {
  return queryTradeBy(sdk, { out_trade_no: outTradeNo }, now);
}

/** The same by Alipay's own number. `trade: null`: the merchant has no such trade. */
export function queryTradeNo(
  sdk: AccountSdk,
  tradeNo: string,
  now: Date,
): Promise<Answer<{ trade: TradeFact | null }>> {
  return queryTradeBy(sdk, { trade_no: tradeNo }, now);
}

async function queryTradeBy(
  sdk: AccountSdk,
  number: { readonly out_trade_no: string } | { readonly trade_no: string },
  now: Date,
): Promise<Answer<{ trade: TradeFact | null }>> {
  const answer = await ask(sdk, "alipay.trade.query", number, ["TRADE_NOT_EXIST"], now);
  if (answer.outcome === "refused") return { outcome: "done", trade: null };
  if (answer.outcome === "unknown") return answer;
  const { reply } = answer;
  const tradeNo = text(reply, "trade_no");
  const outTradeNo = text(reply, "out_trade_no");
  const isAboutIt = "trade_no" in number ? tradeNo === number.trade_no : outTradeNo === number.out_trade_no;
  if (!isAboutIt || !tradeNo || !outTradeNo)
    return { outcome: "unknown", reason: "the answer speaks of another trade" };
  const refundedFen = parseYuan(text(reply, "refund_fee") ?? "");
  const trade: TradeFact = {
    paymentMethod: "alipay",
    outTradeNo,
    tradeNo,
    state: tradeState(text(reply, "trade_status")),
    amountFen: parseYuan(text(reply, "total_amount") ?? ""),
    paidAt: parseBeijing(text(reply, "send_pay_date") ?? ""),
    merchant: { appId: sdk.account.appId, sellerId: null },
    isRefund: false,
    ...(refundedFen ? { back: { totalFen: refundedFen, requestNo: null } } : {}),
    source: "QUERY",
    evidenceKey: `query:${tradeNo}:${text(reply, "trade_status")}`,
    content: JSON.stringify(reply),
  };
  return { outcome: "done", trade };
}

/** Why a trade could not be closed: not opened yet, or its state forbids closing (probably paid). */
const CLOSE_REFUSALS = [
  "TRADE_NOT_EXIST",
  "TRADE_STATUS_ERROR",
  "REASON_TRADE_STATUS_INVALID",
  "REASON_ILLEGAL_STATUS",
] as const;

/** Closes an unpaid trade at Alipay. `closed: false`: there was no trade, and its QR stays payable until time_expire. */
export async function closeTrade(sdk: AccountSdk, outTradeNo: string, now: Date): Promise<Answer<{ closed: boolean }>> {
  const answer = await ask(sdk, "alipay.trade.close", { out_trade_no: outTradeNo }, CLOSE_REFUSALS, now);
  if (answer.outcome === "refused" && answer.code === "TRADE_NOT_EXIST") return { outcome: "done", closed: false };
  if (answer.outcome === "done") return { outcome: "done", closed: true };
  return answer;
}

/** The sub_codes by which Alipay refuses a refund. Codes not listed, above all SYSTEM_ERROR, are unknown. */
const REFUND_REFUSALS = [
  SHORT_OF_MONEY,
  "TRADE_HAS_FINISHED",
  "TRADE_HAS_CLOSE",
  "TRADE_STATUS_ERROR",
  "REASON_TRADE_STATUS_INVALID",
  "TRADE_NOT_EXIST",
  "TRADE_NOT_ALLOW_REFUND",
  "NOT_ALLOW_PARTIAL_REFUND",
  "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
  "REASON_TRADE_BEEN_FREEZEN",
  "REFUND_AMT_NOT_EQUAL_TOTAL",
  "REASON_TRADE_REFUND_FEE_ERR",
  "REFUND_FEE_ERROR",
  "CURRENCY_NOT_SUPPORT",
  "BUYER_ERROR",
  "BUYER_NOT_EXIST",
  "BUYER_ENABLE_STATUS_FORBID",
  "CUSTOMER_VALIDATE_ERROR",
  "USER_NOT_MATCH_ERR",
  "REFUND_ACCOUNT_NOT_EXIST",
  "REFUND_CHARGE_ERROR",
  "TRADE_SETTLE_ERROR",
  "ENTERPRISE_PAY_BIZ_ERROR",
  "INVALID_PARAMETER",
] as const;

/**
 * Sends a refund. `moved`: this very call moved the money. Not moved is not a failure (`fund_change` N: sent before, or
 * in progress): query. `refund_fee` is the total of all refunds of the trade, so it is only a lower bound for this one
 * (docs/alipay.md A14).
 */
export async function refundTrade(
  sdk: AccountSdk,
  request: RefundRequest,
  now: Date,
): Promise<Answer<{ moved: boolean }>> {
  const { tradeNo, outTradeNo, outRequestNo, amountFen, reason } = request;
  const content = {
    trade_no: tradeNo,
    out_trade_no: outTradeNo,
    refund_amount: yuanText(amountFen),
    out_request_no: outRequestNo,
    refund_reason: reason,
  };
  const answer = await ask(sdk, "alipay.trade.refund", content, REFUND_REFUSALS, now);
  if (answer.outcome !== "done") return answer;
  const { reply } = answer;
  if (text(reply, "trade_no") !== tradeNo) return { outcome: "unknown", reason: "the answer speaks of another trade" };
  const total = parseYuan(text(reply, "refund_fee") ?? "") ?? 0;
  return { outcome: "done", moved: word(reply, "fund_change") === "Y" && total >= amountFen };
}

/**
 * Asks about one refund, 10 s after it was sent or later. `refundedFen` null: not received, on its way, or failed;
 * Alipay does not tell these apart. Code 10000 only means that the request was accepted.
 */
export async function queryRefund(
  sdk: AccountSdk,
  { tradeNo, outTradeNo, outRequestNo }: RefundNumbers,
  now: Date,
): Promise<Answer<{ refundedFen: Fen | null }>> {
  const content = { trade_no: tradeNo, out_trade_no: outTradeNo, out_request_no: outRequestNo };
  const answer = await ask(sdk, "alipay.trade.fastpay.refund.query", content, ["TRADE_NOT_EXIST"], now);
  if (answer.outcome === "refused") return { outcome: "done", refundedFen: null };
  if (answer.outcome === "unknown") return answer;
  const { reply } = answer;
  if (word(reply, "refund_status") !== "REFUND_SUCCESS") return { outcome: "done", refundedFen: null };
  if (text(reply, "trade_no") !== tradeNo || text(reply, "out_request_no") !== outRequestNo)
    return { outcome: "unknown", reason: "the answer speaks of another refund" };
  const refundedFen = parseYuan(text(reply, "refund_amount") ?? "");
  return refundedFen === null ? { outcome: "unknown", reason: "no readable amount" } : { outcome: "done", refundedFen };
}
