/** The states of the things we keep, by the names that the database and the code share. */

export const ORDER_STATUSES = [
  "PENDING",
  "PAID",
  "PAY_FAILED",
  "REFUNDED",
  "CANCELLED",
  "COMPLETED",
  "REFUNDING",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const DELIVERY_STATUSES = ["PENDING", "DELIVERED", "FAILED"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const PRODUCT_TYPES = ["GOODS", "CREDITS", "SUBSCRIPTION"] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];

export const BILLING_CYCLES = ["MONTHLY", "YEARLY"] as const;
export type BillingCycle = (typeof BILLING_CYCLES)[number];

export const REFUND_STATUSES = ["REVIEWING", "APPROVED", "SENT", "SUCCESS", "REFUSED", "REJECTED"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** Which cashier Alipay shows: a desktop page or a phone page. */
export type CashierKind = "PAGE" | "WAP";
