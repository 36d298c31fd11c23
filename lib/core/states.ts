/** The states of the things we keep, by the names that the database and the code share. */

export const ORDER_STATUSES = ["PENDING", "PAID", "REFUNDED", "CANCELLED", "COMPLETED", "REFUNDING"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** An order for which no money counts yet. All others have the payment that counts. */
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

export const BILLING_CYCLES = ["MONTHLY", "YEARLY"] as const;
export type BillingCycle = (typeof BILLING_CYCLES)[number];

export const REFUND_STATUSES = ["REVIEWING", "APPROVED", "SENT", "SUCCESS", "REFUSED", "REJECTED"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** A refund that has not ended: it still holds goods. */
export const OPEN_REFUND_STATUSES: readonly RefundStatus[] = ["REVIEWING", "APPROVED", "SENT"];

/** An open refund that nobody must decide about any more: it is to be sent, or its outcome is to be found out. */
export const APPROVED_REFUND_STATUSES: readonly RefundStatus[] = ["APPROVED", "SENT"];

/** Which cashier Alipay shows: a desktop page or a phone page. */
export type CashierKind = "PAGE" | "WAP";

/** Money of ours that bought nothing and goes back by itself. What does not fit its order waits for a person. */
export const STRAY_PAYMENT_KINDS = ["DUPLICATE", "UNWANTED"] as const;
