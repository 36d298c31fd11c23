import type { Fen } from "../core/money.ts";
import type { CashierKind, PaymentMethod } from "../core/states.ts";
import type { Answer, CallHealth, SetAside, TradeFact } from "../core/trade.ts";

/** Who takes the money: stored with every attempt, compared with every notice. */
export interface Merchant {
  readonly appId: string;
  readonly sellerId: string;
}

export interface CashierRequest {
  readonly kind: CashierKind;
  readonly outTradeNo: string;
  readonly amountFen: Fen;
  readonly subject: string;
  /** The channel refuses to take money after this instant: the order's own deadline. */
  readonly expireTime: Date;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly signedAt: Date;
}

/** A cashier that a browser can open, by its address or by a form that submits itself. */
export interface Cashier {
  readonly url: string;
  readonly html: string;
}

/** One refund of one trade. tradeNo identifies the trade where one outTradeNo has two. */
export interface RefundNumbers {
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
}

/** The same number with the same amount moves money once, however often it is sent. */
export interface RefundRequest extends RefundNumbers {
  readonly amountFen: Fen;
  readonly reason: string;
}

/** One line of a bill: money that came in, or money that went back. */
export interface BillLine {
  /** Its place among the lines of the day, from 1. */
  readonly lineNo: number;
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  /** Empty for a trade. */
  readonly outRequestNo: string;
  /** What the order cost, or what went back: never negative. */
  readonly amountFen: Fen;
  /** What the channel kept of it; below zero: gave back. */
  readonly feeFen: Fen;
  readonly finishTime: Date;
}

/** What a bill says of a day. */
export interface Bill {
  readonly lines: readonly BillLine[];
  readonly setAside: readonly SetAside[];
  /** What the lines brought the merchant, less what they took: its own discounts are off, fees are not. */
  readonly receivedFen: Fen;
}

/**
 * notReady: there is no bill, because it is not written yet or because nothing happened; the channel does not say which.
 * unknown: no answer, or one that is not believed; the reason is for a person.
 */
export type BillAnswer =
  | ({ readonly outcome: "done" } & Bill)
  | { readonly outcome: "notReady" }
  | { readonly outcome: "unknown"; readonly reason: string };

export type VerifiedNotice =
  { readonly ok: true; readonly fact: TradeFact } | { readonly ok: false; readonly reason: string };

/**
 * An account of the merchant at a channel, with the keys to speak for it. What was opened with an account is asked about, closed
 * and refunded with the same one (decision 35). No call throws for what the channel does: its outcomes are done, refused
 * (signed and from a closed list) and unknown.
 */
export interface MerchantAccount {
  readonly merchant: Merchant;
  /** Signs; no network call. The same request gives the same cashier. */
  openCashier(request: CashierRequest): Cashier;
  /** Asks about a trade by our number. `trade: null`: no buyer has opened it yet; it may still be paid. */
  queryTrade(outTradeNo: string, now: Date): Promise<Answer<{ trade: TradeFact | null }>>;
  /** The same by the channel's number. `trade: null`: the account has no such trade. */
  queryTradeNo(tradeNo: string, now: Date): Promise<Answer<{ trade: TradeFact | null }>>;
  /** Closes an unpaid trade. `closed: false`: there was none, and its cashier stays payable until its deadline. */
  closeTrade(outTradeNo: string, now: Date): Promise<Answer<{ closed: boolean }>>;
  /**
   * Sends a refund. `moved`: this very call moved the money; not moved is not a failure: query. A refusal for want of money
   * in the merchant's account has the code SHORT_OF_MONEY (lib/core/trade.ts).
   */
  refundTrade(request: RefundRequest, now: Date): Promise<Answer<{ moved: boolean }>>;
  /** `refundedFen` null: not received, on its way, or failed. */
  queryRefund(refund: RefundNumbers, now: Date): Promise<Answer<{ refundedFen: Fen | null }>>;
  /** Every trade and refund that was finished on a Beijing day ("2026-01-31"). */
  downloadBill(day: string, now: Date): Promise<BillAnswer>;
}

/** A way for money to come and go. Rooms speak to channels in fen and `Date`, and know none of them by name (decision 28). */
export interface Channel {
  readonly method: PaymentMethod;
  /** The accounts whose keys this process holds. The first is the active one: new payments are opened with it. */
  accounts(): readonly [MerchantAccount, ...MerchantAccount[]];
  /** Whether a text may be one of the channel's own trade numbers. */
  isTradeNo(text: string): boolean;
  /** Verifies the raw body of a notice, which names its account. Never throws. */
  readNotice(body: string): VerifiedNotice;
  /** Who hears that the channel does not answer this process: again and again while that lasts, and once of its end. */
  onHealth(listener: (health: CallHealth, now: Date) => void): void;
}
