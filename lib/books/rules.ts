import { invariant } from "../core/assert.ts";
import type { Fen } from "../core/money.ts";
import type { DifferenceKind, PaymentMethod, RefundStatus } from "../core/states.ts";
import { after, beijingDayStart, beijingText, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";

/** The bill of one channel and one Beijing day. */
export interface BillOf {
  readonly paymentMethod: PaymentMethod;
  /** "2026-01-31" */
  readonly billDate: string;
}

/** The last complete Beijing day ("2026-01-31"); its bill may exist. */
export function lastFinishedDay(now: Date): string {
  return beijingText(after(now, -DAY_MS)).slice(0, 10);
}

/** A bill is there from about 09:00 of the next day, and sometimes later; so much later, one that is not there never comes. */
const QUIET_AFTER_MS = DAY_MS + 9 * HOUR_MS + 3 * HOUR_MS;

/**
 * Whether a Beijing day ("2026-01-31") without a bill is one on which nothing happened: from 12:00 of the next day, where our
 * own books have nothing that its bill would have to list (docs/rules.md R75).
 */
export function isQuiet(billDate: string, isBooked: boolean, now: Date): boolean {
  const midnight = beijingDayStart(billDate);
  invariant(midnight, `no day ${billDate}`);
  return !isBooked && now >= after(midnight, QUIET_AFTER_MS);
}

/** When to look again for a bill that is not there yet. */
export function nextBillAt(now: Date): Date {
  return after(now, HOUR_MS);
}

/** When to look again at a day that was not closed, after `checks` looks before this one: 10 minutes, 20 …, at most 6 hours. */
export function nextLookAt(checks: number, now: Date): Date {
  return after(now, Math.min(6 * HOUR_MS, 10 * MINUTE_MS * 2 ** Math.min(checks, 10)));
}

/** Raise an alert when a day has been open this long. */
const LATE_AFTER_MS = 3 * DAY_MS;

export function isLate(createTime: Date, now: Date): boolean {
  return now >= after(createTime, LATE_AFTER_MS);
}

/** A bill line that differs from our books, with our values. */
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

/** A payment that we never learned of; Alipay can be queried. */
export function isLostPayment(line: DifferingLine): boolean {
  return line.kind === "TRADE" && line.ourFen === null && line.orderSn !== null && !line.isTwice;
}

/** A refund of a trade of ours that we did not send, or that we ended without money. */
export function isOutsideRefund({ kind, orderSn, refundStatus, outRequestNo, isTwice }: DifferingLine): boolean {
  const isUnknown = refundStatus === null || refundStatus === "REFUSED" || refundStatus === "REJECTED";
  return kind === "REFUND" && orderSn !== null && outRequestNo !== "" && isUnknown && !isTwice;
}

/** A refund made outside that is only seen: its own alert tells of it (docs/rules.md R86). */
export function isToldElsewhere({ refundStatus, isTwice }: Pick<DifferingLine, "refundStatus" | "isTwice">): boolean {
  return refundStatus === "REVIEWING" && !isTwice;
}

/** Whether the answer about a trade on the bill is final. A trade on the bill is paid, so a waiting state is stale. */
export function isFinal(state: TradeFact["state"] | undefined): boolean {
  return state !== "WAITING" && state !== "UNKNOWN";
}

/** A refund with an unknown outcome; refunds/settle-refunds resolves it. */
export function isUnderWay(line: DifferingLine): boolean {
  return line.refundStatus === "SENT" && !line.isTwice;
}

export function differenceOf(line: DifferingLine): DifferenceKind {
  if (line.isTwice) return "TWICE";
  const isBooked = line.ourFen !== null && (line.kind === "TRADE" || line.refundStatus === "SUCCESS");
  return isBooked ? "AMOUNT" : "UNBOOKED";
}
