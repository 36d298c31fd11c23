/** The server methods of the gateway: business fields in, the fields of the answer out, or a Refusal. */
import { beijing } from "./beijing-time.ts";
import { billDownloadUrl } from "./bills.ts";
import { invalid, optionalText, orderNumber, wants } from "./biz-content.ts";
import type { ActiveFault } from "./faults.ts";
import { parseYuan, yuan } from "./money.ts";
import { BUYERS } from "./purses.ts";
import { readPayRequest } from "./read-pay-request.ts";
import { refuse, Refusal, type Fields } from "./refusal.ts";
import { callerOf, type Sandbox } from "./sandbox.ts";
import { merchantOfTrade, paidOnce, refundedFen, type Trade } from "./trade.ts";
import type { TradeId } from "./trade-book.ts";

export type MethodCall = { biz: Fields; parameters: Record<string, string>; fault: ActiveFault | undefined };
export type Method = (call: MethodCall, sandbox: Sandbox) => Fields;

const CANCEL_WITHIN_MS = 86_400_000;
const NO_AMOUNTS = { buyer_pay_amount: "0.00", invoice_amount: "0.00", point_amount: "0.00", receipt_amount: "0.00" };
const NO_REFUND = { refund_fee: "0.00", send_back_fee: "0.00" };

/** A trade of the seller that calls; another seller's is as none. */
function ownTrade(id: TradeId, parameters: MethodCall["parameters"], sandbox: Sandbox): Trade | undefined {
  const trade = sandbox.book.find(id);
  const { sellerId } = callerOf(parameters, sandbox);
  return trade && merchantOfTrade(trade).sellerId === sellerId ? trade : undefined;
}

/** Finds the trade of a request by trade_no, which wins, or out_trade_no. `fillers` go into the refusal. */
function findTrade({ biz, parameters }: MethodCall, sandbox: Sandbox, fillers: Fields = {}): Trade {
  const tradeNo = optionalText(biz, "trade_no", 64);
  const outTradeNo = orderNumber(biz, "out_trade_no");
  if (!tradeNo && !outTradeNo) throw invalid("out_trade_no 与 trade_no 不能都为空");
  const trade = ownTrade({ tradeNo, outTradeNo }, parameters, sandbox);
  if (!trade) throw refuse("ACQ.TRADE_NOT_EXIST", { ...(outTradeNo ? { out_trade_no: outTradeNo } : {}), ...fillers });
  return trade;
}

const ids = (trade: Trade): Fields => ({ out_trade_no: trade.request.outTradeNo, trade_no: trade.tradeNo });

function buyerFields(trade: Trade, { switches }: Sandbox): Fields {
  const buyer = BUYERS.find((one) => one.id === trade.buyerId);
  if (!buyer) return {};
  const id = switches.openId ? { buyer_open_id: buyer.openId } : { buyer_user_id: buyer.id };
  return { buyer_logon_id: buyer.logonId, ...id };
}

const query: Method = (call, sandbox) => {
  const { biz, fault } = call;
  const trade = findTrade(call, sandbox, NO_AMOUNTS);
  const head = { ...buyerFields(trade, sandbox), buyer_user_type: "PRIVATE", ...ids(trade) };
  const amount = yuan(trade.request.amountFen);
  if (!paidOnce(trade) || fault?.shape === "stale") {
    const status = fault?.shape === "stale" ? "WAIT_BUYER_PAY" : trade.status;
    return { ...head, ...NO_AMOUNTS, total_amount: amount, trade_status: status };
  }
  const amounts = { buyer_pay_amount: amount, invoice_amount: amount, point_amount: "0.00", receipt_amount: amount };
  const asked = wants(biz, "fund_bill_list") ? { fund_bill_list: [{ amount, fund_channel: "ALIPAYACCOUNT" }] } : {};
  const paid = { ...amounts, ...asked, send_pay_date: beijing(trade.paidAt) };
  return { ...head, ...paid, total_amount: amount, trade_status: trade.status };
};

const close: Method = (call, sandbox) => {
  const trade = findTrade(call, sandbox);
  const { closeOfClosed } = sandbox.switches;
  if (trade.status === "TRADE_CLOSED" && closeOfClosed === "success") return ids(trade);
  if (trade.status === "TRADE_CLOSED") throw refuse(closeOfClosed, { out_trade_no: trade.request.outTradeNo });
  if (trade.status !== "WAIT_BUYER_PAY")
    throw refuse("ACQ.TRADE_STATUS_ERROR", { out_trade_no: trade.request.outTradeNo });
  sandbox.book.close(trade, "商户关闭了交易");
  return ids(trade);
};

/** For face-to-face payments with an unknown result: closes an unpaid trade, refunds a paid one. */
const cancel: Method = ({ biz, parameters }, sandbox) => {
  const { book, clock, switches } = sandbox;
  const id = { tradeNo: optionalText(biz, "trade_no", 64), outTradeNo: orderNumber(biz, "out_trade_no") };
  const trade = ownTrade(id, parameters, sandbox);
  if (!trade) {
    if (switches.cancelOfUnknown !== "success") throw refuse(switches.cancelOfUnknown);
    return { out_trade_no: biz["out_trade_no"] ?? "", retry_flag: "N" };
  }
  const done = (action: "close" | "refund"): Fields => ({ ...ids(trade), retry_flag: "N", action });
  if (trade.status === "TRADE_CLOSED") return done(paidOnce(trade) ? "refund" : "close");
  if (clock.now() - trade.createdAt > CANCEL_WITHIN_MS) throw refuse("ACQ.TRADE_CANCEL_TIME_OUT");
  if (trade.status === "WAIT_BUYER_PAY") {
    book.close(trade, "商户撤销了交易");
    return done("close");
  }
  book.refund(trade, { amountFen: trade.request.amountFen });
  return done("refund");
};

const refund: Method = (call, sandbox) => {
  try {
    return takeRefund(call, sandbox);
  } catch (error) {
    // A refused refund still contains the amounts.
    if (error instanceof Refusal)
      throw new Refusal(error.code, error.subCode, { ...error.fields, ...NO_REFUND }, error.message);
    throw error;
  }
};

const takeRefund: Method = (call, sandbox) => {
  const { biz, fault } = call;
  const trade = findTrade(call, sandbox);
  const amountFen = parseYuan(biz["refund_amount"]);
  if (amountFen === undefined) throw invalid("refund_amount");
  const { moved, refund: taken } = sandbox.book.refund(trade, {
    amountFen,
    outRequestNo: optionalText(biz, "out_request_no", 64),
    reason: optionalText(biz, "refund_reason", 256),
    pending: fault?.shape === "pending",
    landsAfterMs: fault?.rule.landsAfterMs,
  });
  const detail = wants(biz, "refund_detail_item_list");
  const detailFields = { refund_detail_item_list: [{ amount: yuan(taken.amountFen), fund_channel: "ALIPAYACCOUNT" }] };
  return {
    ...buyerFields(trade, sandbox),
    fund_change: moved ? "Y" : "N",
    ...(taken.doneAt === undefined ? {} : { gmt_refund_pay: beijing(taken.doneAt) }),
    ...(detail ? detailFields : {}),
    out_trade_no: trade.request.outTradeNo,
    refund_fee: yuan(refundedFen(trade)),
    send_back_fee: detail && moved ? yuan(taken.amountFen) : "0.00",
    trade_no: trade.tradeNo,
  };
};

/** Code 10000 without `refund_status` means: not received, failed, or a wrong number. */
const refundQuery: Method = (call, sandbox) => {
  const { biz } = call;
  const trade = findTrade(call, sandbox);
  const outRequestNo = optionalText(biz, "out_request_no", 64) ?? trade.request.outTradeNo;
  const found = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
  if (!found) return ids(trade);
  const head = { out_request_no: outRequestNo, ...ids(trade), total_amount: yuan(trade.request.amountFen) };
  if (found.doneAt === undefined) return head;
  const asked = wants(biz, "gmt_refund_pay") ? { gmt_refund_pay: beijing(found.doneAt) } : {};
  return { ...head, ...asked, refund_amount: yuan(found.amountFen), refund_status: "REFUND_SUCCESS" };
};

/** The code is a link to the phone view of this sandbox; the real one begins with https://qr.alipay.com/. */
const precreate: Method = ({ biz, parameters }, sandbox) => {
  const { book, clock, origin, requests, switches } = sandbox;
  const now = clock.now();
  const firstAskedAt = (outTradeNo: string): number => requests.firstAskedAt(outTradeNo, now);
  const asked = { now, firstAskedAt, switches, merchant: callerOf(parameters, sandbox) };
  const request = readPayRequest("precreate", biz, parameters, asked);
  book.checkOpen(request);
  return { out_trade_no: request.outTradeNo, qr_code: `${origin}/qr/${requests.open(request).id}` };
};

export const SERVER_METHODS: Readonly<Record<string, Method>> = {
  "alipay.trade.precreate": precreate,
  "alipay.trade.query": query,
  "alipay.trade.close": close,
  "alipay.trade.cancel": cancel,
  "alipay.trade.refund": refund,
  "alipay.trade.fastpay.refund.query": refundQuery,
  "alipay.data.dataservice.bill.downloadurl.query": ({ biz, parameters }, sandbox) =>
    billDownloadUrl(biz, callerOf(parameters, sandbox).sellerId, sandbox),
};
