import { z } from "zod";
import { PAYMENT_METHODS } from "../core/states.ts";
import { billingCycleWord, validDays } from "./catalog.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, orderSnSchema, pageQuery, pageSchema, queryCode, queryText } from "./envelope.ts";
import {
  credits,
  deliveryStatusCode,
  instant,
  orderStatusCode,
  orderStatusFilter,
  productTypeCode,
  productTypeFilter,
  refundStatus,
  words,
  yuan,
} from "./values.ts";

/**
 * Where the buyer returns after paying: a path or a full address of this site. Checked against APP_URL by the server.
 */
const returnUrl = z
  .string()
  .min(1)
  .max(256)
  .describe("付款之后去哪里：本站的路径或完整地址，或者设置里允许的网站的完整地址");

/** What both ways to order take. */
const orderWish = {
  returnUrl: returnUrl.optional(),
  expectedAmount: yuan.exactOptional().describe("买家看到的价格；与现在的不同就不下单"),
};

export const createCreditsOrderBody = z.strictObject({ productId: idSchema, ...orderWish });
export const createSubscriptionOrderBody = z.strictObject({
  planId: idSchema,
  billingCycle: billingCycleWord,
  ...orderWish,
});
export type CreateCreditsOrderBody = z.infer<typeof createCreditsOrderBody>;
export type CreateSubscriptionOrderBody = z.infer<typeof createSubscriptionOrderBody>;

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,200}$/, "幂等键应为 1 到 200 个可见字符");

/** The answer to creating an order or continuing to pay it. */
export const cashierView = z
  .strictObject({
    orderId: idSchema,
    orderSn: orderSnSchema,
    payAmount: yuan,
    payHtml: z.string().describe("自己提交到支付宝收银台的表单"),
    payUrl: z.url().describe("同一个收银台的地址"),
    expireTime: instant,
  })
  .meta({ id: "Cashier" });
export type CashierView = z.infer<typeof cashierView>;

export const orderStatusView = z
  .strictObject({
    orderSn: orderSnSchema,
    status: orderStatusCode,
    statusText: words,
    deliveryStatus: deliveryStatusCode,
    paymentTime: instant.exactOptional(),
  })
  .meta({ id: "OrderStatus" });
export type OrderStatusView = z.infer<typeof orderStatusView>;

export const orderRow = z
  .strictObject({
    id: idSchema,
    orderSn: orderSnSchema,
    productName: z.string(),
    productType: productTypeCode,
    totalAmount: yuan,
    status: orderStatusCode,
    statusText: words,
    deliveryStatus: deliveryStatusCode,
    paymentMethod: z.enum(PAYMENT_METHODS).nullable().describe("null：还没有付款"),
    paymentTime: instant.nullable(),
    createTime: instant,
    expireTime: instant,
    refund: z.strictObject({ status: refundStatus, statusText: words, amount: yuan }).exactOptional(),
    // What the member may do now. The server decides; the page only shows.
    payable: z.boolean(),
    cancellable: z.boolean(),
    refundable: z.boolean(),
  })
  .meta({ id: "OrderRow" });
export type OrderRow = z.infer<typeof orderRow>;

export const timelineEntry = z.strictObject({
  type: z.string(),
  text: words.describe("一句话"),
  time: instant,
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const orderDetail = orderRow
  .extend({
    payAmount: yuan,
    refundedAmount: yuan,
    closeReason: z.string().nullable(),
    returnPath: z.string().nullable().describe("买家付款之后想去的地方"),
    item: z.strictObject({
      productName: z.string(),
      creditAmount: credits.nullable(),
      bonusCredits: credits.nullable(),
      validDays,
      planCode: z.string().nullable(),
      billingCycle: billingCycleWord.nullable(),
    }),
    tradeNo: z.string().nullable().describe("算数的那笔付款的支付宝交易号"),
    timeline: z.array(timelineEntry).describe("经过，最早的在前"),
  })
  .meta({ id: "OrderDetail" });
export type OrderDetail = z.infer<typeof orderDetail>;

const dayOrInstant = z.union([z.iso.date(), z.iso.datetime({ offset: true })], "应为日期（2026-01-31）或带时区的时间");

/** Any text; an unknown order number finds nothing. */
export const orderSnFilter = queryText(z.string().regex(/^[0-9A-Za-z_]{1,64}$/, "订单号格式不正确"));

export const listOrdersQuery = z.strictObject({
  ...pageQuery,
  status: queryCode(orderStatusFilter),
  productType: queryCode(productTypeFilter),
  startDate: queryText(dayOrInstant).describe("下单时间从何时起：日期按北京时间的一整天，或带时区的时间"),
  endDate: queryText(dayOrInstant).describe("到何时为止，含当天"),
  orderSn: orderSnFilter,
});
export type ListOrdersQuery = z.infer<typeof listOrdersQuery>;

/** Any text is accepted in the path; an unknown order is 404. */
export const orderSnParams = z.strictObject({
  orderSn: z.string().regex(/^[\x21-\x7e]{1,64}$/, "订单号格式不正确"),
});

const ofOrder = { access: "member", portal: true, params: orderSnParams } as const;

export const orderEndpoints = {
  "POST /api/payment/create-credits-order": {
    access: "member",
    summary: "下单买积分，得到收银台",
    body: createCreditsOrderBody,
    idempotent: true,
    answer: cashierView,
    errors: [
      "PRODUCT_NOT_FOUND",
      "PURCHASE_LIMIT_REACHED",
      "PRICE_CHANGED",
      "SALES_STOPPED",
      "IDEMPOTENCY_KEY_REUSED",
      "TOO_MANY_REQUESTS",
      "TOO_MANY_OPEN_ORDERS",
      "ACCOUNT_ABSENT",
    ],
  },
  "POST /api/payment/create-subscription-order": {
    access: "member",
    summary: "下单买套餐，得到收银台",
    body: createSubscriptionOrderBody,
    idempotent: true,
    answer: cashierView,
    errors: [
      "PLAN_NOT_FOUND",
      "TERM_NOT_FOUND",
      "PURCHASE_LIMIT_REACHED",
      "PRICE_CHANGED",
      "SALES_STOPPED",
      "IDEMPOTENCY_KEY_REUSED",
      "TOO_MANY_REQUESTS",
      "TOO_MANY_OPEN_ORDERS",
      "ACCOUNT_ABSENT",
    ],
  },
  "POST /api/payment/pay/[orderSn]": {
    ...ofOrder,
    query: z.strictObject({
      cashier: queryText(z.enum(["PAGE"])).describe("PAGE：要电脑付款页；默认按设备"),
    }),
    summary: "继续支付一笔未付款的订单",
    answer: cashierView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_PAYABLE", "ACCOUNT_ABSENT"],
  },
  "POST /api/payment/cancel/[orderSn]": {
    ...ofOrder,
    summary: "取消一笔未付款的订单",
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_CANCELLABLE", "GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT"],
  },
  "GET /api/payment/orders": {
    access: "member",
    portal: true,
    summary: "支付记录，最新的在前",
    query: listOrdersQuery,
    answer: pageSchema(orderRow),
  },
  "GET /api/payment/order/[orderSn]": {
    ...ofOrder,
    summary: "一笔订单的全部",
    answer: orderDetail,
    errors: ["ORDER_NOT_FOUND"],
  },
  "GET /api/payment/order-status/[orderSn]": {
    ...ofOrder,
    summary: "一笔订单的状态，只读",
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/payment/sync/[orderSn]": {
    ...ofOrder,
    summary: "现在就向支付宝追问一笔未付款的订单",
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND"],
  },
} satisfies EndpointTable;
