import { z } from "zod";
import { DELIVERY_STATUSES, PRODUCT_TYPES } from "../core/states.ts";
import { billingCycleWord, purchaseLimits, validDays } from "./catalog.ts";
import { ledgerEntryView } from "./credits.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, orderSnSchema, queryText } from "./envelope.ts";
import { orderSnParams } from "./orders.ts";
import {
  amountFen,
  customerIdSchema,
  customerParams,
  listOf,
  listQuery,
  lower,
  serviceOrderStatus,
  serviceRefundStatus,
} from "./service-values.ts";
import { count, credits, instant } from "./values.ts";

const afterId = queryText(idText("应为上一页给出的 `next`")).describe("上一页给出的 `next`");
const listOfIds = z.strictObject({ ...listQuery, after: afterId });

const serviceOrderRow = z
  .strictObject({
    orderSn: orderSnSchema,
    productType: lower(PRODUCT_TYPES),
    productName: z.string(),
    amountFen,
    refundedFen: amountFen.describe("已经退回的金额，单位分"),
    status: serviceOrderStatus,
    deliveryStatus: lower(DELIVERY_STATUSES),
    createTime: instant,
    expireTime: instant.describe("没有付款的订单在此时关闭"),
    paymentTime: instant.nullable(),
  })
  .meta({ id: "CustomerOrder" });
export type ServiceOrderRow = z.infer<typeof serviceOrderRow>;

/** An order whole. */
const serviceOrder = serviceOrderRow
  .extend({
    customerId: customerIdSchema,
    item: z.strictObject({
      productId: idSchema.nullable(),
      planCode: z.string().nullable(),
      billingCycle: billingCycleWord.nullable(),
      creditAmount: credits.nullable(),
      bonusCredits: credits.nullable(),
      validDays,
    }),
    payments: z.array(
      z.strictObject({
        tradeNo: z.string().describe("支付宝交易号"),
        kind: z
          .enum(["effective", "duplicate", "unwanted", "mismatch"])
          .describe("effective：买下订单的那一笔 · 其余：多余的或不符的付款"),
        amountFen,
        paymentTime: instant,
      }),
    ),
    delivery: z
      .strictObject({ deliveredTime: instant.nullable(), retryCount: count })
      .nullable()
      .describe("null：还没有付款"),
    refunds: z
      .array(
        z.strictObject({
          requestNo: z.string().describe("退款单号"),
          amountFen,
          status: serviceRefundStatus,
          createTime: instant,
          finishTime: instant.nullable(),
        }),
      )
      .describe("最新的在前"),
  })
  .meta({ id: "ServiceOrder" });
export type ServiceOrder = z.infer<typeof serviceOrder>;

const refundBody = z.strictObject({
  amountFen: z
    .int("金额应为整数分")
    .min(1, "金额应大于 0")
    .max(100_000_000, "金额太大")
    .optional()
    .describe("退多少；不给：按买家自己申请的规则"),
  reason: z.string().trim().min(1, "请填写退款原因").max(200, "退款原因最多 200 个字"),
});
export type ServiceRefundBody = z.infer<typeof refundBody>;

const refundView = z
  .strictObject({
    orderSn: orderSnSchema,
    status: serviceRefundStatus.describe("reviewing：等人审核 · approved、sent：在退 · success：退好了"),
    amountFen,
  })
  .meta({ id: "ServiceRefund" });
export type ServiceRefundView = z.infer<typeof refundView>;

const serviceCatalog = z.strictObject({
  creditProducts: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      creditAmount: credits,
      bonusCredits: credits.describe("赠送的积分数"),
      amountFen,
      validDays,
      ...purchaseLimits,
    }),
  ),
  plans: z.array(
    z.strictObject({
      id: idSchema,
      code: z.string(),
      name: z.string(),
      level: z.int().describe("同时有几个套餐时，等级高的先算"),
      features: z.array(z.string()),
      terms: z.array(z.strictObject({ billingCycle: billingCycleWord, amountFen })).describe("卖哪些时长，各是多少"),
      ...purchaseLimits,
    }),
  ),
});
export type ServiceCatalog = z.infer<typeof serviceCatalog>;

export const serviceOrderEndpoints = {
  "GET /api/v1/catalog": {
    access: "service",
    scope: "read",
    summary: "在售的积分包与套餐",
    answer: serviceCatalog,
  },
  "GET /api/v1/customers/[customerId]/orders": {
    access: "service",
    scope: "read",
    summary: "一位客户的订单，最新的在前",
    params: customerParams,
    query: listOfIds,
    answer: listOf(serviceOrderRow, idSchema),
    errors: ["CUSTOMER_NOT_FOUND"],
  },
  "GET /api/v1/customers/[customerId]/ledger": {
    access: "service",
    scope: "read",
    summary: "一位客户的积分流水，最新的在前",
    params: customerParams,
    query: listOfIds,
    answer: listOf(ledgerEntryView, idSchema),
    errors: ["CUSTOMER_NOT_FOUND"],
  },
  "GET /api/v1/orders/[orderSn]": {
    access: "service",
    scope: "read",
    summary: "一位客户的一笔订单：买了什么、付款、发货、退款",
    params: orderSnParams,
    answer: serviceOrder,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/v1/orders/[orderSn]/refunds": {
    access: "service",
    scope: "refunds",
    summary: "退一位客户的一笔订单；与别的退款一样报价、冻结、审核",
    params: orderSnParams,
    body: refundBody,
    idempotent: true,
    answer: refundView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_REFUNDABLE", "IDEMPOTENCY_KEY_REUSED"],
  },
} satisfies EndpointTable;
