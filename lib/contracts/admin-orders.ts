import { z } from "zod";
import { OF_CUSTOMER } from "../core/customer.ts";
import { DELIVERY_STATUSES } from "../core/states.ts";
import { emailSchema } from "./accounts.ts";
import { alertView } from "./alerts.ts";
import { lotKind } from "./credits.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, orderSnSchema, queryInt, queryText } from "./envelope.ts";
import { answerView, storyEntry } from "./order-story.ts";
import { orderDetail, orderRow, orderSnParams, orderStatusView, timelineEntry } from "./orders.ts";
import { refundRow } from "./refunds.ts";
import { customerIdSchema } from "./service-values.ts";
import { segmentView } from "./subscriptions.ts";
import { actReason, count, credits, instant, orderStatusCode, words, yuan } from "./values.ts";

const buyerView = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    email: z.string().nullable(),
    customerId: z.string().nullable().describe("产品自己的用户编号；null：自己注册的"),
    isActive: z.boolean().describe("false：账号已停用"),
  })
  .meta({ id: "Buyer" });
export type BuyerView = z.infer<typeof buyerView>;

const adminOrderRow = orderRow.extend({ buyer: buyerView }).meta({ id: "AdminOrderRow" });
export type AdminOrderRow = z.infer<typeof adminOrderRow>;

const foundOrders = z.strictObject({
  list: z.array(adminOrderRow).describe("最新的在前"),
  next: idSchema.nullable().describe("下一页以它作为 `before`；null：没有了"),
});
export type FoundOrders = z.infer<typeof foundOrders>;

const ofCustomer = z.templateLiteral([OF_CUSTOMER, customerIdSchema]);

export const searchOrdersQuery = z.strictObject({
  query: queryText(
    z
      .string()
      .trim()
      .pipe(z.union([orderSnSchema, ofCustomer, emailSchema], "请填写完整的订单号、支付宝交易号或邮箱")),
  ).describe("完整的订单号、支付宝交易号，或买家的邮箱；`customer:` 和客户编号；不给：全部"),
  before: queryText(idText("应为上一页给出的编号")).describe("上一页给出的 `next`"),
  pageSize: queryInt(1, 100),
});
export type SearchOrdersQuery = z.infer<typeof searchOrdersQuery>;

/** One cashier that was opened for the order. */
const attemptView = z.strictObject({
  outTradeNo: z.string(),
  cashierKind: z.enum(["PAGE", "WAP"]).describe("PAGE：电脑网站 · WAP：手机网站"),
  amount: yuan,
  status: z.enum(["OPEN", "PAID", "CLOSED"]),
  createTime: instant,
  lastCheckTime: instant.nullable(),
  nextCheckTime: instant.nullable(),
});
export type AttemptView = z.infer<typeof attemptView>;

/** Money that came in. Only an EFFECTIVE payment bought something. */
const paymentView = z.strictObject({
  tradeNo: z.string(),
  outTradeNo: z.string(),
  kind: z.enum(["EFFECTIVE", "DUPLICATE", "UNWANTED", "MISMATCH"]).describe("只有 EFFECTIVE 的付款买到了东西"),
  amount: yuan,
  isReturned: z.boolean().describe("已全部退回"),
  source: z.enum(["NOTIFY", "QUERY", "BILL"]).describe("从哪里得知"),
  paymentTime: instant,
});
export type PaymentView = z.infer<typeof paymentView>;

const deliveryView = z.strictObject({
  status: z.enum(DELIVERY_STATUSES),
  retryCount: count,
  lastError: z.string().nullable(),
  nextRetryTime: instant.nullable(),
  deliveredTime: instant.nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

/** Credits that the order granted, and what has become of them. */
const grantedLotView = z.strictObject({
  id: idSchema,
  kind: lotKind,
  granted: credits,
  remaining: credits,
  frozen: credits,
  reserved: credits,
  expireTime: instant.nullable(),
});
export type GrantedLotView = z.infer<typeof grantedLotView>;

/** The buyer's view of the order, plus the actor of each history entry. */
const inspectedOrder = orderDetail.extend({
  buyer: buyerView,
  timeline: z.array(timelineEntry.extend({ by: words.describe("谁做的") })),
});

/** Everything about one order, for support. */
const adminOrderDetail = z
  .strictObject({
    order: inspectedOrder,
    answer: answerView.describe("买家拿到了没有；没有的话，为什么"),
    story: z.array(storyEntry).describe("发生过的一切，最新的在前"),
    isStoryCut: z.boolean().describe("更早的还有，没有列出"),
    attempts: z.array(attemptView),
    payments: z.array(paymentView),
    delivery: deliveryView.nullable().describe("null：还没有要发的"),
    lots: z.array(grantedLotView),
    segment: segmentView.nullable().describe("订单带来的那一期套餐"),
    refunds: z.array(refundRow).describe("最新的在前"),
    alerts: z.array(alertView).describe("还在等人处理的"),
    // What an admin may do now; the server checks again.
    askable: z.boolean().describe("可以追问支付宝"),
    redeliverable: z.boolean().describe("可以再发一次"),
  })
  .meta({ id: "AdminOrderDetail" });
export type AdminOrderDetail = z.infer<typeof adminOrderDetail>;

const channelSaid = z
  .enum(["paid", "mismatch", "unpaid", "unknown", "no-keys", "not-asked"])
  .describe(
    "paid：已付款，已入账 · mismatch：有一笔与订单不符的付款 · unpaid：没有付款 · unknown：没有得到可信的回答 · no-keys：没有收款账户的密钥，没法问 · not-asked：早已付款，或刚刚问过",
  );
export type ChannelSaid = z.infer<typeof channelSaid>;

const syncedOrderView = z.strictObject({ said: channelSaid, status: orderStatusCode, statusText: words });
export type SyncedOrderView = z.infer<typeof syncedOrderView>;

const redeliveryView = z.strictObject({
  delivered: z.boolean(),
  reason: z.string().nullable().describe("没有发成时，为什么"),
});
export type RedeliveryView = z.infer<typeof redeliveryView>;

const ofOrder = { params: orderSnParams } as const;

export const adminOrderEndpoints = {
  "GET /api/admin/orders": {
    access: "admin",
    permission: "orders:read",
    summary: "按单号、交易号或邮箱查订单，最新的在前",
    query: searchOrdersQuery,
    answer: foundOrders,
  },
  "GET /api/admin/orders/[orderSn]": {
    access: "admin",
    permission: "orders:read",
    ...ofOrder,
    summary: "一笔订单的全部：买家、付款、发放、退款、经过",
    answer: adminOrderDetail,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/admin/orders/[orderSn]/sync": {
    access: "admin",
    permission: "orders:act",
    ...ofOrder,
    summary: "现在就向支付宝追问一笔订单",
    answer: syncedOrderView,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/admin/orders/[orderSn]/close": {
    access: "admin",
    permission: "orders:act",
    ...ofOrder,
    summary: "关闭一笔未付款的订单；先问支付宝",
    body: z.strictObject({ reason: actReason }),
    answer: orderStatusView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_CANCELLABLE", "GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT"],
  },
  "POST /api/admin/orders/[orderSn]/redeliver": {
    access: "admin",
    permission: "orders:act",
    ...ofOrder,
    summary: "把自动重试放弃了的发放再做一次",
    answer: redeliveryView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_REDELIVERABLE"],
  },
} satisfies EndpointTable;
