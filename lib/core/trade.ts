import type { Fen } from "./money.ts";

/** What Alipay says about one trade, in our units. Where it came from is kept as evidence. */
export interface TradeFact {
  readonly outTradeNo: string;
  /** Alipay's own number. */
  readonly tradeNo: string;
  /** PAID is TRADE_SUCCESS or TRADE_FINISHED; CLOSED is ambiguous at Alipay (never paid, or fully refunded). */
  readonly state: "WAITING" | "PAID" | "CLOSED" | "UNKNOWN";
  /** null: missing or not written as Alipay writes amounts. */
  readonly amountFen: Fen | null;
  readonly paidAt: Date | null;
  /** A notice names the app and the seller; a query answer belongs to whoever signed the question, so it names neither. */
  readonly merchant: { readonly appId: string; readonly sellerId: string } | "ours";
  /** The notice was caused by a refund, not by a payment. */
  readonly isRefund: boolean;
  readonly source: "NOTIFY" | "QUERY" | "BILL";
  /** Equal for every copy of the same news. */
  readonly evidenceKey: string;
  /** The raw words, as received. */
  readonly content: string;
}

/** A call is given up after this long, the SDK's own second send included: leases are made longer than the calls they cover. */
export const CALL_LIMIT_MS = 8_000;

/** The three answers of a gateway call. Unknown is neither yes nor no: it is asked again, and never rolled back. */
export type Answer<Done> =
  | ({ readonly outcome: "done" } & Done)
  | { readonly outcome: "refused"; readonly code: string; readonly message: string }
  | { readonly outcome: "unknown"; readonly reason: string };
