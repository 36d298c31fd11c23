import type { Fen } from "./money.ts";

/** Facts about one trade as Alipay reports them, in our units. */
export interface TradeFact {
  readonly outTradeNo: string;
  /** Alipay's own number. */
  readonly tradeNo: string;
  /** PAID is TRADE_SUCCESS or TRADE_FINISHED; CLOSED means never paid or fully refunded (docs/alipay.md A12). */
  readonly state: "WAITING" | "PAID" | "CLOSED" | "UNKNOWN";
  /** null: missing or not written as Alipay writes amounts. */
  readonly amountFen: Fen | null;
  readonly paidAt: Date | null;
  /**
   * A notification names app and seller. A query answer names neither; it belongs to the merchant that signed the
   * query.
   */
  readonly merchant: { readonly appId: string; readonly sellerId: string } | "ours";
  /** The notice was caused by a refund, not by a payment. */
  readonly isRefund: boolean;
  readonly source: "NOTIFY" | "QUERY" | "BILL";
  /** The same for every copy of the same message. */
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

/** Of the last calls to Alipay, how many had no usable answer, and whether that is too many. */
export interface CallHealth {
  readonly calls: number;
  readonly unanswered: number;
  readonly isFailing: boolean;
}
