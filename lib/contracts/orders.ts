import { z } from "zod";
import { idSchema, pageQuery, queryInt, queryText } from "./envelope.ts";

/** Where the buyer goes on after paying: a path of ours, or a full address of ours. Checked against APP_URL by the server. */
const returnUrl = z.string().min(1).max(256);

export const createCreditsOrderBody = z.strictObject({ productId: idSchema, returnUrl: returnUrl.optional() });
export const createSubscriptionOrderBody = z.strictObject({
  planId: idSchema,
  billingCycle: z.enum(["monthly", "yearly"]),
  returnUrl: returnUrl.optional(),
});
export type CreateCreditsOrderBody = z.infer<typeof createCreditsOrderBody>;
export type CreateSubscriptionOrderBody = z.infer<typeof createSubscriptionOrderBody>;

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,200}$/, "幂等键应为 1 到 200 个可见字符");

/** The answer to creating an order or continuing to pay it. Times are ISO 8601 with offset, amounts yuan. */
export interface CashierView {
  orderId: number;
  orderSn: string;
  payAmount: number;
  /** A form that posts itself to the cashier. */
  payHtml: string;
  /** The same cashier as one address. */
  payUrl: string;
  expireTime: string;
}

export interface OrderStatusView {
  orderSn: string;
  status: number;
  statusText: string;
  paymentTime?: string;
  deliveryStatus: number;
}

export interface OrderRow {
  id: number;
  orderSn: string;
  productName: string;
  productType: number;
  totalAmount: number;
  status: number;
  statusText: string;
  deliveryStatus: number;
  paymentMethod: string | null;
  paymentTime: string | null;
  createTime: string;
  expireTime: string;
  refund?: { status: string; statusText: string; amount: number };
  /** What the member may do now. The server decides; the page only shows. */
  payable: boolean;
  cancellable: boolean;
  refundable: boolean;
}

export interface TimelineEntry {
  type: string;
  /** One Chinese sentence. */
  text: string;
  time: string;
  /** Chinese: who did it. Said to admins only. */
  by?: string;
}

export interface OrderDetail extends OrderRow {
  payAmount: number;
  refundedAmount: number;
  closeReason: string | null;
  /** Where the buyer wanted to go on after paying. */
  returnPath: string | null;
  item: {
    productName: string;
    creditAmount: number | null;
    bonusCredits: number | null;
    validDays: number | null;
    planCode: string | null;
    billingCycle: "monthly" | "yearly" | null;
  };
  /** The Alipay trade number of the payment that counts. */
  tradeNo: string | null;
  timeline: TimelineEntry[];
}

const dayOrInstant = z.union([z.iso.date(), z.iso.datetime({ offset: true })], "应为日期（2026-01-31）或带时区的时间");

export const listOrdersQuery = z.strictObject({
  ...pageQuery,
  status: queryInt(0, 6),
  productType: queryInt(1, 3),
  startDate: queryText(dayOrInstant),
  endDate: queryText(dayOrInstant),
  orderSn: queryText(z.string().regex(/^[0-9A-Za-z_]{1,64}$/, "订单号格式不正确")),
});
export type ListOrdersQuery = z.infer<typeof listOrdersQuery>;

/** In an address any name may be asked for; one that is no order's is not found (contract section 3). */
export const orderSnParams = z.strictObject({
  orderSn: z.string().regex(/^[\x21-\x7e]{1,64}$/, "订单号格式不正确"),
});
