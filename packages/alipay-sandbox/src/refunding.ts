/** Checks of a refund in documented order. */
import type { Switches } from "./merchant.ts";
import type { Clock } from "./clock.ts";
import type { Purses } from "./purses.ts";
import { refuse } from "./refusal.ts";
import { askedBackFen, merchantOfTrade, type Refund, type Trade } from "./trade.ts";

export type RefundAsk = {
  outRequestNo?: string | undefined;
  amountFen: number;
  reason?: string | undefined;
  /** Accepts without moving money; the money moves `landsAfterMs` later, or never when absent. */
  pending?: boolean;
  landsAfterMs?: number | undefined;
};
/** `moved` is the gateway's fund_change: did this very call move money? */
export type RefundAnswer = { refund: Refund; moved: boolean };

type Parts = { clock: Clock; purses: Purses; switches: Switches };

/** Judges the request and writes the refund into the trade. Throws a Refusal with the documented sub_code. */
export function takeRefund(trade: Trade, ask: RefundAsk, parts: Parts): RefundAnswer {
  const outRequestNo = ask.outRequestNo ?? trade.request.outTradeNo;
  const before = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
  if (before && before.amountFen !== ask.amountFen) throw refuse("ACQ.DISCORDANT_REPEAT_REQUEST");
  if (before) return { refund: before, moved: false };
  checkStatus(trade);
  checkAmount(trade, ask, parts.switches);
  checkParts(trade, ask, parts);
  const now = parts.clock.now();
  const refund: Refund = {
    outRequestNo,
    named: ask.outRequestNo !== undefined,
    amountFen: ask.amountFen,
    askedAt: now,
    ...(ask.reason === undefined ? {} : { reason: ask.reason }),
    ...(ask.pending ? {} : { doneAt: now }),
    ...(ask.landsAfterMs === undefined ? {} : { pendingMs: ask.landsAfterMs }),
  };
  trade.refunds.push(refund);
  return { refund, moved: !ask.pending };
}

function checkStatus(trade: Trade): void {
  if (trade.status === "WAIT_BUYER_PAY") throw refuse("ACQ.TRADE_STATUS_ERROR");
  if (trade.status === "TRADE_CLOSED") throw refuse("ACQ.TRADE_HAS_CLOSE");
  if (trade.status === "TRADE_FINISHED") throw refuse("ACQ.TRADE_HAS_FINISHED");
}

function checkAmount(trade: Trade, ask: RefundAsk, switches: Switches): void {
  const total = trade.request.amountFen;
  const wholeOnly = ask.outRequestNo === undefined || switches.sandboxStrict;
  if (wholeOnly && ask.amountFen !== total) throw refuse("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
  if (askedBackFen(trade) + ask.amountFen > total) throw refuse("ACQ.REASON_TRADE_REFUND_FEE_ERR");
}

function checkParts(trade: Trade, ask: RefundAsk, { clock, purses, switches }: Parts): void {
  const last = trade.refunds.at(-1);
  const tooSoon = last !== undefined && clock.now() - last.askedAt < switches.refundGapMs;
  if (tooSoon) throw refuse("ACQ.SYSTEM_ERROR", {}, "同一笔交易两次退款的间隔过短");
  if (purses.balance(merchantOfTrade(trade).sellerId) < ask.amountFen) throw refuse("ACQ.SELLER_BALANCE_NOT_ENOUGH");
}
