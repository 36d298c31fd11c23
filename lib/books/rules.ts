import type { Fen } from "../core/money.ts";
import type { RefundStatus } from "../core/states.ts";
import { after, beijingText, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";

/** The youngest Beijing day ("2026-01-31") that is over, so that a bill of it may exist. */
export function lastFinishedDay(now: Date): string {
  return beijingText(after(now, -DAY_MS)).slice(0, 10);
}

/** When to look again for a bill that is not there yet. */
export function nextBillAt(now: Date): Date {
  return after(now, HOUR_MS);
}

/** When to look again at a day that was not closed, after `checks` looks before this one: 10 minutes, 20 …, at most 6 hours. */
export function nextLookAt(checks: number, now: Date): Date {
  return after(now, Math.min(6 * HOUR_MS, 10 * MINUTE_MS * 2 ** Math.min(checks, 10)));
}

/** A person is told when a day has been waited for this long. */
const LATE_AFTER_MS = 3 * DAY_MS;

export function isLate(createTime: Date, now: Date): boolean {
  return now >= after(createTime, LATE_AFTER_MS);
}

/** A line of the bill that our books do not repeat to the fen, beside what we have instead. */
export interface DifferingLine {
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly billFen: Fen;
  /** The amount of our payment or refund with these numbers; null: we have none. */
  readonly ourFen: Fen | null;
  readonly refundStatus: RefundStatus | null;
  /** The order that the number belongs to, if it is one of ours. */
  readonly orderSn: string | null;
  /** The same trade or refund stands on another line before this one. */
  readonly isTwice: boolean;
}

/** A payment whose news never reached us: Alipay can be asked about it. */
export function isLostPayment(line: DifferingLine): boolean {
  return line.kind === "TRADE" && line.ourFen === null && line.orderSn !== null && !line.isTwice;
}

/** Whether Alipay's answer about a trade on its bill ends the question: money on the bill cannot still be waited for. */
export function isFinal(state: TradeFact["state"] | undefined): boolean {
  return state !== "WAITING" && state !== "UNKNOWN";
}

/** A refund that we have sent and not yet heard the end of: refunds/settle-refunds will. */
export function isUnderWay(line: DifferingLine): boolean {
  return line.refundStatus === "SENT" && !line.isTwice;
}

/**
 * What is wrong, for a person. UNBOOKED: money moved at Alipay that our books do not know. AMOUNT: both know it, with other
 * sums or order numbers. TWICE: the bill repeats itself. UNLISTED: our books know it, and no bill does.
 */
export type Difference = "UNBOOKED" | "AMOUNT" | "TWICE" | "UNLISTED";

export function differenceOf(line: DifferingLine): Difference {
  if (line.isTwice) return "TWICE";
  const isBooked = line.ourFen !== null && (line.kind === "TRADE" || line.refundStatus === "SUCCESS");
  return isBooked ? "AMOUNT" : "UNBOOKED";
}
