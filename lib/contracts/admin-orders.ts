import { z } from "zod";
import type { DeliveryStatus } from "../core/states.ts";
import { emailSchema } from "./accounts.ts";
import type { AlertView } from "./alerts.ts";
import { orderSnSchema, queryInt, queryText } from "./envelope.ts";
import type { OrderDetail, OrderRow } from "./orders.ts";
import type { RefundRow } from "./refunds.ts";
import type { SegmentView } from "./subscriptions.ts";

export interface BuyerView {
  id: number;
  name: string;
  email: string;
  /** false: the account is closed. */
  isActive: boolean;
}

export interface AdminOrderRow extends OrderRow {
  buyer: BuyerView;
}

export interface FoundOrders {
  /** Newest first. */
  list: AdminOrderRow[];
  /** What to send as `before` to get the next ones; null: there are no more. */
  next: number | null;
}

export const searchOrdersQuery = z.strictObject({
  /** A whole order number, a whole trade number, or a member's address as it was registered. */
  query: queryText(
    z
      .string()
      .trim()
      .pipe(z.union([orderSnSchema, emailSchema], "请填写完整的订单号、支付宝交易号或邮箱")),
  ),
  before: queryText(
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/, "应为上一页给出的编号")
      .transform(Number),
  ),
  pageSize: queryInt(1, 100),
});
export type SearchOrdersQuery = z.infer<typeof searchOrdersQuery>;

/** One cashier that was opened for the order; amounts in yuan. */
export interface AttemptView {
  outTradeNo: string;
  cashierKind: "PAGE" | "WAP";
  amount: number;
  status: "OPEN" | "PAID" | "CLOSED";
  createTime: string;
  lastCheckTime: string | null;
  nextCheckTime: string | null;
}

/** Money that came in. Only an EFFECTIVE payment bought something. */
export interface PaymentView {
  tradeNo: string;
  outTradeNo: string;
  kind: "EFFECTIVE" | "DUPLICATE" | "UNWANTED" | "MISMATCH";
  amount: number;
  /** The whole of it has gone back. */
  isReturned: boolean;
  /** How we learned of it. */
  source: "NOTIFY" | "QUERY" | "BILL";
  paymentTime: string;
}

export interface DeliveryView {
  status: DeliveryStatus;
  retryCount: number;
  lastError: string | null;
  nextRetryTime: string | null;
  deliveredTime: string | null;
}

/** Credits that the order granted, and what has become of them. */
export interface GrantedLotView {
  id: number;
  kind: "PAID" | "BONUS";
  granted: number;
  remaining: number;
  frozen: number;
  reserved: number;
  expireTime: string | null;
}

/** One order whole, for whoever must answer its buyer. */
export interface AdminOrderDetail {
  /** As its buyer sees it; the lines of its history also say who wrote them. */
  order: OrderDetail & { buyer: BuyerView };
  attempts: AttemptView[];
  payments: PaymentView[];
  /** null: nothing was owed yet. */
  delivery: DeliveryView | null;
  lots: GrantedLotView[];
  /** The period of a plan that the order granted. */
  segment: SegmentView | null;
  /** Newest first. */
  refunds: RefundRow[];
  /** What still waits for a person. */
  alerts: AlertView[];
  /** What an admin may do now; the server checks again. */
  askable: boolean;
  redeliverable: boolean;
}

/**
 * paid: Alipay has the money and it is booked now; mismatch: it has money that does not fit the order; unpaid: it has none;
 * unknown: no answer that may be believed; not-asked: paid already, or asked a moment ago.
 */
export type AlipaySaid = "paid" | "mismatch" | "unpaid" | "unknown" | "not-asked";

export interface SyncedOrderView {
  said: AlipaySaid;
  status: number;
  statusText: string;
}

export interface RedeliveryView {
  delivered: boolean;
  /** Why not, when not delivered. */
  reason: string | null;
}
