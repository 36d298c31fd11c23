/** What must always hold, and how many rows break it now. */
export interface InvariantView {
  id: string;
  holds: string;
  /** null: the check did not come to an end. */
  offending: number | null;
  /** The first of them. */
  subjects: readonly string[];
}

/** Alipay's bill of one Beijing day; amounts in yuan, null while the bill is not here. */
export interface BillDayView {
  day: string;
  status: "WAITING" | "IMPORTED" | "RECONCILED";
  tradeCount: number | null;
  tradeAmount: number | null;
  refundCount: number | null;
  refundAmount: number | null;
  nextCheckTime: string | null;
}

export interface BooksView {
  invariants: InvariantView[];
  /** The youngest days first. */
  bills: BillDayView[];
}

/** The shop's Beijing day so far, and what waits for a person; amounts in yuan. */
export interface TodayView {
  day: string;
  ordersMade: number;
  paymentCount: number;
  paidAmount: number;
  refundCount: number;
  refundedAmount: number;
  openAlerts: number;
  refundsToReview: number;
  deliveriesToMake: number;
}
