import type { Fen } from "./money.ts";
import type { PaymentMethod } from "./states.ts";

/** What a channel says of money of a trade that has gone back. */
export interface MoneyBack {
  /** Of all refunds of the trade together; null: it does not say. */
  readonly totalFen: Fen | null;
  /** The number of the refund that it speaks of, as its maker chose it. */
  readonly requestNo: string | null;
}

/** Facts about one trade as a channel reports them, in our units. */
export interface TradeFact {
  /** The channel that reports it. */
  readonly paymentMethod: PaymentMethod;
  readonly outTradeNo: string;
  /** The channel's own number. */
  readonly tradeNo: string;
  /** PAID is TRADE_SUCCESS or TRADE_FINISHED; CLOSED means never paid or fully refunded (docs/alipay.md A12). */
  readonly state: "WAITING" | "PAID" | "CLOSED" | "UNKNOWN";
  /** null: missing or not written as the channel writes amounts. */
  readonly amountFen: Fen | null;
  readonly paidAt: Date | null;
  /**
   * The account that took the money. A query answer names none: it is that of the account that asked, whose seller it need not
   * say (null).
   */
  readonly merchant: { readonly appId: string; readonly sellerId: string | null };
  /** The notice was caused by a refund, not by a payment. */
  readonly isRefund: boolean;
  /** Only where money has gone back. */
  readonly back?: MoneyBack;
  readonly source: "NOTIFY" | "QUERY" | "BILL";
  /** The same for every copy of the same message, and for no other message of any channel. */
  readonly evidenceKey: string;
  /** The raw text as received. */
  readonly content: string;
}

/** A call is given up after this long, the SDK's own second send included: leases are made longer than the calls they cover. */
export const CALL_LIMIT_MS = 8_000;

/** The three answers of a gateway call. unknown: the outcome is not known. It is asked again and never rolled back. */
export type Answer<Done> =
  | ({ readonly outcome: "done" } & Done)
  | { readonly outcome: "refused"; readonly code: string; readonly message: string }
  | { readonly outcome: "unknown"; readonly reason: string };

/**
 * The code of a refund's refusal for want of money in the merchant's account, whatever the channel calls it. Not final:
 * after a top-up the same request number succeeds.
 */
export const SHORT_OF_MONEY = "SELLER_BALANCE_NOT_ENOUGH";

/** Lines of a bill that are no payment and no refund that could be compared, by the reason: how many, and of how much money. */
export interface SetAside {
  /** In Chinese: the channel's own word for such a line, or what it lacks. */
  readonly word: string;
  readonly count: number;
  /** What came in less what went back. */
  readonly fen: Fen;
}

/** Of the last calls to a channel, how many had no usable answer, and whether that is too many. */
export interface CallHealth {
  readonly calls: number;
  readonly unanswered: number;
  readonly isFailing: boolean;
}

/** A real notice has about 2 KB; this bound limits memory. */
export const MAX_NOTICE_BYTES = 65_536;
