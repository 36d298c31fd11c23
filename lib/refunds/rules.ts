import type { Fen } from "../core/money.ts";
import { shareOf } from "../core/money.ts";
import { leaseMs } from "../core/lease.ts";
import type { DeliveryStatus, OrderStatus, RefundStatus } from "../core/states.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import type { Kept, KeptQuote, Quoted, Share } from "../delivery/rules.ts";
import { refundable } from "../orders/rules.ts";

/** What happens to the goods of a refund that a person starts: unused: what the money bought · all: all that stands · none: they stay. */
export const TAKE_BACKS = ["unused", "all", "none"] as const;
export type TakeBack = (typeof TAKE_BACKS)[number];

/** What a person decided who started a refund (docs/rules.md R109). */
export interface Desk {
  readonly takeBack: TakeBack;
  /** How much of the whole goes, in the measure of the goods; null: all that stands. */
  readonly part: number | null;
  readonly whole: number;
  /** Why; for the operator's people alone. */
  readonly reason: string;
}

/** What would come back. Kept as JSON in the refund's row: what was shown is what is executed. */
export interface Quote extends KeptQuote {
  readonly held: Kept;
  /** What had gone back before, where something had: the amount is never more than the rest. */
  readonly returnedFen?: Fen;
  /** Since when the goods are held, where another refund held them first. */
  readonly heldSince?: string;
  /** What went back outside and took no goods, because this refund held them. */
  readonly untakenFen?: Fen;
  /** What is held is worth, where that is not the amount. */
  readonly worthFen?: Fen;
  /** Of a refund that a person started. */
  readonly desk?: Desk;
}

/** What everything is worth that a refund holds. */
export function heldFen({ worthFen, amountFen }: Pick<Quote, "worthFen" | "amountFen">): Fen {
  return worthFen ?? amountFen;
}

/** Since when a refund's goods are held, whoever held them first. */
export function heldSince(quote: Quote, createTime: Date): Date {
  return quote.heldSince === undefined ? createTime : new Date(quote.heldSince);
}

/** What a refund held, for another one that goes on holding it. */
export function heldOn(quote: Quote, createTime: Date): Quote {
  const { paidFen, sum, held, untakenFen } = quote;
  const since = heldSince(quote, createTime).toISOString();
  const kept = { paidFen, amountFen: heldFen(quote), sum, held, heldSince: since };
  return untakenFen === undefined ? kept : { ...kept, untakenFen };
}

/**
 * Why nothing can be refunded. JOB_RUNNING: a part of the credits is reserved and may still be used. INVOICED: its invoice needs a
 * red letter first (docs/rules.md R126).
 */
export type Unrefundable =
  | Exclude<OrderStatus, "PAID">
  | "TOO_LATE"
  | "JOB_RUNNING"
  | "NOTHING_LEFT"
  | "MONEY_GONE"
  | "LESS_THAN_A_FEN"
  | "INVOICED";

export interface OrderToRefund {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
  readonly payAmountFen: Fen;
  /** What has gone back of it, by us or outside. */
  readonly refundedAmountFen: Fen;
  readonly paymentTime: Date | null;
  /** It is on an issued invoice. */
  readonly isInvoiced: boolean;
}

/** `usedPercent`: how much of what was bought is used, in whole percent rounded up, for the risk marks of a review. */
export type Verdict =
  | { readonly ok: true; readonly quote: Quote; readonly usedPercent: number }
  | { readonly ok: false; readonly why: Unrefundable };

/** The quote for a refund requested now, of goods whose kind says which part of them is left. */
export function quoteOf(order: OrderToRefund, quoted: Quoted, now: Date): Verdict {
  if (order.status !== "PAID") return { ok: false, why: order.status };
  if (!refundable(order, now)) return { ok: false, why: "TOO_LATE" };
  if (quoted === "JOB_RUNNING") return { ok: false, why: quoted };
  const { sum, part, whole, held } = quoted;
  if (part === 0) return { ok: false, why: "NOTHING_LEFT" };
  const { payAmountFen: paidFen, refundedAmountFen: returnedFen } = order;
  const leftFen = paidFen - returnedFen;
  if (leftFen <= 0) return { ok: false, why: "MONEY_GONE" };
  const amountFen = Math.min(worthOf(paidFen, quoted), leftFen);
  if (amountFen === 0) return { ok: false, why: "LESS_THAN_A_FEN" };
  if (order.isInvoiced) return { ok: false, why: "INVOICED" };
  const usedPercent = Math.ceil(((whole - part) * 100) / whole);
  const quote = { paidFen, amountFen, ...(returnedFen > 0 ? { returnedFen } : {}), sum, held };
  return { ok: true, quote, usedPercent };
}

/** What a share of the goods is worth of what was paid, in fen. */
export function worthOf(paidFen: Fen, { part, whole }: Pick<Share, "part" | "whole">): Fen {
  return shareOf(paidFen, part, whole);
}

/** Above this multiple of the automatic limit two different admins must approve. */
export const SECOND_REVIEW_TIMES = 10;

/** The member's history. */
export interface History {
  readonly refundsBefore: number;
  /** Requested within REPEAT_WINDOW_MS, with any outcome. */
  readonly recentRefunds: number;
  readonly memberSince: Date;
}

export interface Review {
  readonly needsReview: boolean;
  readonly needsSecondReview: boolean;
}

/** How many admins must approve a refund: none, one or two. */
export function reviewOf(amountFen: Fen, history: Pick<History, "recentRefunds">, autoLimitFen: Fen): Review {
  return {
    needsReview: amountFen > autoLimitFen || history.recentRefunds > 0,
    needsSecondReview: amountFen > autoLimitFen * SECOND_REVIEW_TIMES,
  };
}

export const RISK_MARKS = ["LARGE", "REPEATED", "MOSTLY_USED", "USED_FAST", "NEW_ACCOUNT"] as const;
export type RiskMark = (typeof RISK_MARKS)[number];

/** Risk facts for the reviewer; they change nothing by themselves (docs/rules.md R44). */
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
  { quote, usedPercent }: { readonly quote: Quote; readonly usedPercent: number },
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
  readonly requestedBy: string;
  readonly needsSecondReview: boolean;
  readonly approvals: number;
  /** Admins who have decided already. */
  readonly reviewers: readonly bigint[];
}

/** Effect of an admin's decision. `counted`: the first of two approvals. */
export type ReviewOutcome = "counted" | "approved" | "rejected" | "own" | "over";

/** An admin cannot review their own refund, nor approve one that they started, nor review one twice. */
export function judgeReview(refund: RefundUnderReview, adminId: bigint, verdict: "approve" | "reject"): ReviewOutcome {
  if (refund.status !== "REVIEWING" || refund.reviewers.includes(adminId)) return "over";
  if (refund.memberId === adminId) return "own";
  if (verdict === "reject") return "rejected";
  if (refund.requestedBy === `admin:${adminId}`) return "own";
  return refund.needsSecondReview && refund.approvals === 0 ? "counted" : "approved";
}

/** Whether an admin may refund a stray payment again: its last refund was refused. */
export function resendable(refund: {
  readonly kind: "ORDER" | "STRAY" | "OUTSIDE";
  readonly status: RefundStatus;
  readonly isFollowed: boolean;
}): boolean {
  return refund.kind === "STRAY" && refund.status === "REFUSED" && !refund.isFollowed;
}

/**
 * How long whoever sends a refund keeps others from it, in ms. Sending takes three calls: where the channel says no, it is asked
 * whether the money has moved, and whether somebody else has moved it.
 */
export const SENDING_MS = leaseMs({ batch: 1, width: 1, outsideMs: 3 * CALL_LIMIT_MS });

export const FIRST_LOOK_MS = 10 * SECOND_MS;
const LAST_LOOK_MS = HOUR_MS;
/** What has lasted a day is not soon over by itself. */
const TIRED_LOOK_MS = 4 * HOUR_MS;

/**
 * When to look again at a refund that was first sent at `sentTime`: after as long again as it has waited, an hour at most, and four
 * hours after the first day.
 */
export function nextLookAt(sentTime: Date, now: Date): Date {
  const waited = now.getTime() - sentTime.getTime();
  const last = waited < DAY_MS ? LAST_LOOK_MS : TIRED_LOOK_MS;
  return after(now, Math.min(last, Math.max(FIRST_LOOK_MS, waited)));
}

/** Whether an unknown outcome has lasted long enough for an alert. */
export function isStuck(sentTime: Date, now: Date): boolean {
  return now.getTime() - sentTime.getTime() >= HOUR_MS;
}

/**
 * Whether a refusal is final. It is if the refund was sent once. Otherwise an earlier sending without an answer may
 * still succeed, so the refusal is final only a day after the first sending (decision 10).
 */
export function isFinalNo(sendCount: number, firstSent: Date | null, now: Date): boolean {
  return sendCount === 1 || (firstSent !== null && now.getTime() - firstSent.getTime() >= DAY_MS);
}
