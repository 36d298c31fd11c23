import { QUESTION_LATE_MS } from "../core/deadlines.ts";
import type { Fen } from "../core/money.ts";
import { UNPAID_ORDER_STATUSES, type OrderStatus, type PaymentMethod } from "../core/states.ts";
import { after, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";

/** What we know about the order that a trade claims to pay. */
export interface PaymentCase {
  readonly order: { readonly status: OrderStatus };
  readonly memberIsActive: boolean;
  readonly attempt: {
    readonly paymentMethod: PaymentMethod;
    readonly appId: string;
    readonly sellerId: string;
    readonly amountFen: Fen;
  };
  readonly payments: readonly { readonly tradeNo: string; readonly kind: string }[];
}

/**
 * The verdict about a trade. `settle`: the payment is accepted and the goods are delivered. `stray`: a real payment
 * that buys nothing and is refunded. `mismatch`: kept as evidence, never fulfilled.
 */
export type Judgement =
  | { readonly verdict: "settle"; readonly late: boolean }
  | { readonly verdict: "already" }
  | { readonly verdict: "stray"; readonly kind: "DUPLICATE" | "UNWANTED" }
  | { readonly verdict: "mismatch"; readonly what: Mismatch }
  | { readonly verdict: "unpaid" }
  | { readonly verdict: "refund" };

type Mismatch = "channel" | "app" | "seller" | "amount";

/** Which of the compared fields differs (docs/alipay.md A20); out_trade_no was used to find the case. */
function mismatchOf({ attempt }: PaymentCase, fact: TradeFact): Mismatch | null {
  if (fact.paymentMethod !== attempt.paymentMethod) return "channel";
  if (fact.merchant.appId !== attempt.appId) return "app";
  if (fact.merchant.sellerId !== null && fact.merchant.sellerId !== attempt.sellerId) return "seller";
  return fact.amountFen === attempt.amountFen ? null : "amount";
}

/**
 * Whether the trade was ever paid. A channel that answers us says of a closed trade when it was paid, if it was: all of the money
 * has gone back since, so it buys nothing any more. A notification of a closed trade does not say it reliably.
 */
export function isPaid({ state, paidAt, source }: TradeFact): boolean {
  return state === "PAID" || (state === "CLOSED" && paidAt !== null && source !== "NOTIFY");
}

/** The one decision about an incoming payment, from any source (docs/rules.md R10, docs/alipay.md A20). */
export function judgeTrade(known: PaymentCase, fact: TradeFact): Judgement {
  const what = mismatchOf(known, fact);
  if (what) return { verdict: "mismatch", what };
  if (fact.isRefund) return { verdict: "refund" };
  if (!isPaid(fact)) return { verdict: "unpaid" };
  if (known.payments.some((payment) => payment.tradeNo === fact.tradeNo)) return { verdict: "already" };
  if (known.payments.some((payment) => payment.kind === "EFFECTIVE")) return { verdict: "stray", kind: "DUPLICATE" };
  const honourable =
    fact.state === "PAID" && known.memberIsActive && UNPAID_ORDER_STATUSES.includes(known.order.status);
  if (!honourable) return { verdict: "stray", kind: "UNWANTED" };
  return { verdict: "settle", late: known.order.status !== "PENDING" };
}

/**
 * Whether a mismatch ends its attempt: a signed query answer says that our number was paid with another amount. A
 * notification alone does not, because it may be about another app's trade. An unreadable amount is queried again.
 */
export function isFinalMismatch(fact: TradeFact): boolean {
  return fact.source !== "NOTIFY" && fact.state === "PAID" && fact.amountFen !== null;
}

/**
 * The order's payment time: the channel's, as long as it lies within the order's life; limited by our clock, because the
 * refund window counts from it.
 */
export function paymentTimeOf(paidAt: Date | null, createTime: Date, now: Date): Date {
  if (!paidAt || paidAt > now) return now;
  return paidAt < createTime ? createTime : paidAt;
}

/** Whether an unknown payment is possible, so that the channel should be asked. */
export function askable({ status }: { readonly status: OrderStatus }): boolean {
  return status === "PENDING" || status === "CANCELLED";
}

/** Margin after time_expire for the final query. */
const DEADLINE_GRACE_MS = 2 * MINUTE_MS;

export function finalCheckAt(expireTime: Date): Date {
  return after(expireTime, DEADLINE_GRACE_MS);
}

export const FIRST_CHECK_AFTER_MS = MINUTE_MS;

/**
 * When to ask again after `checks` questions: 1, 2, 4 … minutes, an hour at most, and once right after the deadline.
 */
export function nextCheckAt(checks: number, expireTime: Date, now: Date): Date {
  const next = after(now, Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(checks, 10)));
  const final = finalCheckAt(expireTime);
  return now < final && final < next ? final : next;
}

/**
 * When to try again to close an overdue order about which the channel gave no conclusive answer: with the next run, however soon
 * it comes, but not in the same one, whose clock stands still.
 */
export function nextClosingAt(now: Date): Date {
  return after(now, 1);
}

/**
 * How long a row waits whose account is not here. Long beside a run of the scheduler, so that such rows keep no others waiting, and
 * short beside a refund or a notice, so that all goes on soon after the keys are back.
 */
export const ABSENT_WAIT_MS = 5 * MINUTE_MS;

/** Whether a question that is due has waited so long that a person is told. */
export function isQuestionLate(due: Date, now: Date): boolean {
  return after(due, QUESTION_LATE_MS) <= now;
}

/** The narrowest of the channels' limits for a subject, Alipay's: 256 characters, without `/ = &` (docs/alipay.md A7). */
export function subjectOf({ shopName, productName }: Readonly<Record<"shopName" | "productName", string>>): string {
  return `${shopName} ${productName}`.replace(/[/=&]/g, " ").slice(0, 256);
}

/** out_trade_no of an attempt: the order number; later attempts get a suffix. */
export function outTradeNoOf(orderSn: string, attemptsBefore: number): string {
  return attemptsBefore === 0 ? orderSn : `${orderSn}_${attemptsBefore + 1}`;
}
