/** The states of our records. The database and the code use the same names. */

export const ORDER_STATUSES = ["PENDING", "PAID", "REFUNDED", "CANCELLED", "COMPLETED", "REFUNDING"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Orders without an effective payment. All others have one. */
export const UNPAID_ORDER_STATUSES: readonly OrderStatus[] = ["PENDING", "CANCELLED"];
export const PAID_ORDER_STATUSES: readonly OrderStatus[] = ORDER_STATUSES.filter(
  (status) => !UNPAID_ORDER_STATUSES.includes(status),
);

export const DELIVERY_STATUSES = ["PENDING", "DELIVERED", "FAILED"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const PRODUCT_TYPES = ["CREDITS", "SUBSCRIPTION"] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];

/** A period that still lies in its line: it runs or will run, or is held for a refund. */
export const STANDING_SEGMENT_STATUSES = ["ACTIVE", "FROZEN"] as const;

/** The two terms that every plan sells. */
export const BILLING_CYCLES = ["MONTHLY", "YEARLY"] as const;

/** What the length of a term is counted in. */
export const TERM_UNITS = ["DAY", "WEEK", "MONTH", "YEAR"] as const;
export type TermUnit = (typeof TERM_UNITS)[number];

/** The name of any other term: "3-DAY". */
export type OtherCycle = `${number}-${TermUnit}`;

/** For how long a plan is bought. A month and a year have the names that they have had since the first release. */
export type BillingCycle = (typeof BILLING_CYCLES)[number] | OtherCycle;

export const REFUND_STATUSES = ["REVIEWING", "APPROVED", "SENT", "SUCCESS", "REFUSED", "REJECTED"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** An open refund. It holds goods. */
export const OPEN_REFUND_STATUSES: readonly RefundStatus[] = ["REVIEWING", "APPROVED", "SENT"];

/** An approved refund: to be sent, or with an unknown outcome. */
export const APPROVED_REFUND_STATUSES: readonly RefundStatus[] = ["APPROVED", "SENT"];

/** In RED_ASKED the buyer has asked for the red letter of an issued one. */
export const INVOICE_STATUSES = ["REQUESTED", "ISSUED", "RED_ASKED", "RED", "REFUSED", "WITHDRAWN"] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** Its orders are on it, and on no other. */
export const LIVE_INVOICE_STATUSES: readonly InvoiceStatus[] = ["REQUESTED", "ISSUED", "RED_ASKED"];

/** Paper that exists and that no red letter has taken back. */
export const ISSUED_INVOICE_STATUSES: readonly InvoiceStatus[] = ["ISSUED", "RED_ASKED"];

/** What finance has to do something about. */
export const OPEN_INVOICE_STATUSES: readonly InvoiceStatus[] = ["REQUESTED", "RED_ASKED"];

export const INVOICE_KINDS = ["PERSON", "COMPANY"] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** The channels that money comes and goes through (lib/channels). An attempt keeps the one that it was opened at. */
export const PAYMENT_METHODS = ["alipay"] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** What the shop sells through: a buyer has no choice yet. */
export const SHOP_PAYMENT_METHOD: PaymentMethod = "alipay";

/** Where an order was placed. */
export type SourceType = "PC" | "PHONE";

/** Which cashier a channel shows: a desktop page or a phone page. */
export type CashierKind = "PAGE" | "WAP";

/** How a buyer pays: through which channel, and with which of its cashiers. */
export interface PayWay {
  readonly paymentMethod: PaymentMethod;
  readonly cashierKind: CashierKind;
}

/** Payments that are refunded automatically. A mismatch needs a decision by an admin. */
export const STRAY_PAYMENT_KINDS = ["DUPLICATE", "UNWANTED"] as const;

/**
 * How a bill and our books differ. UNBOOKED: on the bill, not in our books. AMOUNT: in both, with another amount or order number.
 * TWICE: repeated on the bill. UNLISTED: in our books, on no bill.
 */
export const DIFFERENCE_KINDS = ["UNBOOKED", "AMOUNT", "TWICE", "UNLISTED"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * What became of a difference (docs/rules.md R117). BOOKED and REFUNDED: a person had it booked, or sent back. WRITTEN_OFF: it stays,
 * for a reason. FOREIGN: it is another application's by a rule. RESOLVED: a later bill or answer explained it.
 */
export const DIFFERENCE_STATUSES = ["OPEN", "BOOKED", "REFUNDED", "WRITTEN_OFF", "FOREIGN", "RESOLVED"] as const;
export type DifferenceStatus = (typeof DIFFERENCE_STATUSES)[number];

/** Closed, and still not in our books: what a later bill or answer may yet explain. */
export const STANDING_DIFFERENCE_STATUSES = ["OPEN", "WRITTEN_OFF", "FOREIGN"] as const;
