import type { Fen } from "../core/money.ts";
import { shareOf } from "../core/money.ts";
import { leaseMs } from "../core/lease.ts";
import type { DeliveryStatus, OrderStatus, RefundStatus } from "../core/states.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import type { Kept, KeptQuote, Quoted } from "../delivery/rules.ts";
import { refundable } from "../orders/rules.ts";

/** What would come back. Kept as JSON in the refund's row: what was shown is what is executed. */
export interface Quote extends KeptQuote {
  readonly held: Kept;
}

/** Why nothing comes back. JOB_RUNNING: part of the credits is reserved, so nobody knows yet whether it will be used. */
export type Unrefundable =
  Exclude<OrderStatus, "PAID"> | "TOO_LATE" | "JOB_RUNNING" | "NOTHING_LEFT" | "LESS_THAN_A_FEN";

export interface OrderToRefund {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
  readonly payAmountFen: Fen;
  readonly paymentTime: Date | null;
}

/** `usedPercent`: how much of what was bought is used, in whole percent rounded up, for the risk marks. */
export type Verdict =
  | { readonly ok: true; readonly quote: Quote; readonly usedPercent: number }
  | { readonly ok: false; readonly why: Unrefundable };

/** What would come back if the refund were asked for now, of goods whose kind says which part of them is left. */
export function quoteOf(order: OrderToRefund, quoted: Quoted, now: Date): Verdict {
  if (order.status !== "PAID") return { ok: false, why: order.status };
  if (!refundable(order, now)) return { ok: false, why: "TOO_LATE" };
  if (quoted === "JOB_RUNNING") return { ok: false, why: quoted };
  const { sum, part, whole, held } = quoted;
  if (part === 0) return { ok: false, why: "NOTHING_LEFT" };
  const paidFen = order.payAmountFen;
  const amountFen = shareOf(paidFen, part, whole);
  if (amountFen === 0) return { ok: false, why: "LESS_THAN_A_FEN" };
  const usedPercent = Math.ceil(((whole - part) * 100) / whole);
  return { ok: true, quote: { paidFen, amountFen, sum, held }, usedPercent };
}

/** Above this many times the automatic limit two different admins must approve (ours). */
const SECOND_REVIEW_TIMES = 10;

/** What we know about who asks. */
export interface History {
  readonly refundsBefore: number;
  /** Asked for within REPEAT_WINDOW_MS, whatever became of them. */
  readonly recentRefunds: number;
  readonly memberSince: Date;
}

export interface Review {
  readonly needsReview: boolean;
  readonly needsSecondReview: boolean;
}

/** Who must look at a refund: nobody, one person, or two. */
export function reviewOf(amountFen: Fen, history: Pick<History, "recentRefunds">, autoLimitFen: Fen): Review {
  return {
    needsReview: amountFen > autoLimitFen || history.recentRefunds > 0,
    needsSecondReview: amountFen > autoLimitFen * SECOND_REVIEW_TIMES,
  };
}

export const RISK_MARKS = ["LARGE", "REPEATED", "MOSTLY_USED", "USED_FAST", "NEW_ACCOUNT"] as const;
export type RiskMark = (typeof RISK_MARKS)[number];

/** What a reviewer is shown. It holds nothing back by itself (contract section 4, rule 5). */
export interface Risk {
  readonly refundsBefore: number;
  readonly recentRefunds: number;
  readonly usedPercent: number;
  readonly minutesSincePayment: number;
  readonly accountDays: number;
  readonly marks: readonly RiskMark[];
}

const MOSTLY_PERCENT = 50;
const FAST_MS = HOUR_MS;
const NEW_ACCOUNT_MS = 3 * DAY_MS;

export function riskOf(
  { quote, usedPercent }: Verdict & { ok: true },
  history: History,
  paymentTime: Date,
  autoLimitFen: Fen,
  now: Date,
): Risk {
  const sincePaymentMs = now.getTime() - paymentTime.getTime();
  const accountMs = now.getTime() - history.memberSince.getTime();
  const stands: Record<RiskMark, boolean> = {
    LARGE: quote.amountFen > autoLimitFen,
    REPEATED: history.recentRefunds > 0,
    MOSTLY_USED: usedPercent >= MOSTLY_PERCENT,
    USED_FAST: usedPercent >= MOSTLY_PERCENT && sincePaymentMs <= FAST_MS,
    NEW_ACCOUNT: accountMs < NEW_ACCOUNT_MS,
  };
  return {
    refundsBefore: history.refundsBefore,
    recentRefunds: history.recentRefunds,
    usedPercent,
    minutesSincePayment: Math.floor(sincePaymentMs / MINUTE_MS),
    accountDays: Math.floor(accountMs / DAY_MS),
    marks: RISK_MARKS.filter((mark) => stands[mark]),
  };
}

export interface RefundUnderReview {
  readonly status: RefundStatus;
  readonly memberId: bigint;
  readonly needsSecondReview: boolean;
  readonly approvals: number;
  /** Who has said something already. */
  readonly reviewers: readonly bigint[];
}

/** What an admin's word does. `counted`: the first of two approvals. */
export type ReviewOutcome = "counted" | "approved" | "rejected" | "own" | "over";

/** Nobody decides about their own refund, and nobody twice about the same one. */
export function judgeReview(refund: RefundUnderReview, adminId: bigint, verdict: "approve" | "reject"): ReviewOutcome {
  if (refund.status !== "REVIEWING" || refund.reviewers.includes(adminId)) return "over";
  if (refund.memberId === adminId) return "own";
  if (verdict === "reject") return "rejected";
  return refund.needsSecondReview && refund.approvals === 0 ? "counted" : "approved";
}

/** Whether an admin may send it back once more: stray money whose last return was refused. */
export function resendable(refund: {
  readonly kind: "ORDER" | "STRAY";
  readonly status: RefundStatus;
  readonly isFollowed: boolean;
}): boolean {
  return refund.kind === "STRAY" && refund.status === "REFUSED" && !refund.isFollowed;
}

/**
 * How long whoever sends a refund keeps others from it, in ms. Sending takes two calls: where Alipay says no, it is asked
 * whether the money has moved.
 */
export const SENDING_MS = leaseMs({ batch: 1, width: 1, outsideMs: 2 * CALL_LIMIT_MS });

export const FIRST_LOOK_MS = 10 * SECOND_MS;
const LAST_LOOK_MS = HOUR_MS;

/** When to look again at a refund that was first sent at `sentTime`: after as long again as it has waited, an hour at most. */
export function nextLookAt(sentTime: Date, now: Date): Date {
  const waited = now.getTime() - sentTime.getTime();
  return after(now, Math.min(LAST_LOOK_MS, Math.max(FIRST_LOOK_MS, waited)));
}

/** A person is told about a refund whose outcome is still unknown after this long. */
export function isStuck(sentTime: Date, now: Date): boolean {
  return now.getTime() - sentTime.getTime() >= HOUR_MS;
}

/**
 * Is Alipay's no the last word? It is where the refund was sent once. Otherwise it may be a no to one sending alone, while
 * another, whose answer nobody heard, is still on its way: then it counts once nothing can be on its way any more.
 */
export function isFinalNo(sendCount: number, firstSent: Date | null, now: Date): boolean {
  return sendCount === 1 || (firstSent !== null && now.getTime() - firstSent.getTime() >= DAY_MS);
}

/** Not a no: the account must be topped up, then the same number goes through. */
export const SHORT_OF_MONEY = "SELLER_BALANCE_NOT_ENOUGH";
