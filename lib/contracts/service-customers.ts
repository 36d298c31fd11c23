import { z } from "zod";
import { emailSchema } from "./accounts.ts";
import { billingCycleWord } from "./catalog.ts";
import type { EndpointTable } from "./endpoint.ts";
import { orderSnSchema } from "./envelope.ts";
import { amountFen, customerIdSchema, customerParams, serviceRefundStatus } from "./service-values.ts";
import { credits, instant } from "./values.ts";

const putCustomerBody = z.strictObject({
  email: emailSchema.nullish().describe("产品所知的邮箱，不作任何证明；不给：不变；null：清空"),
  name: z
    .string()
    .trim()
    .min(1, "称呼不能是空的")
    .max(50, "称呼最多 50 个字")
    .nullish()
    .describe("产品所知的称呼；不给：不变；null：清空"),
});
export type PutCustomerBody = z.infer<typeof putCustomerBody>;

const periodView = z.strictObject({
  code: z.string(),
  name: z.string(),
  level: z.int(),
  billingCycle: billingCycleWord,
  startDate: instant,
  endDate: instant.describe("这一段的结束；接着算的各段在 `upcoming`"),
});

/** Everything a product needs to decide, in one answer. Each list is bounded. */
export const customerView = z
  .strictObject({
    customerId: customerIdSchema,
    email: z.string().nullable(),
    name: z.string().nullable(),
    status: z.enum(["open", "closed"]).describe("closed：账户已经关闭，不能再买"),
    credits: z.strictObject({
      available: credits.describe("现在可以花的"),
      reserved: credits.describe("被进行中的任务预留"),
      frozen: credits.describe("因退款冻结"),
      total: credits.describe("全部，含冻结与预留的"),
      nextExpiry: z
        .strictObject({ amount: credits.describe("其中现在可以花的"), time: instant })
        .nullable()
        .describe("最早到期的一批；null：没有会到期的"),
    }),
    plan: periodView.nullable().describe("现在起作用的套餐；null：没有"),
    upcoming: z.array(periodView).describe("还没有开始的各段，先开始的在前"),
    openOrders: z
      .array(
        z.strictObject({
          orderSn: orderSnSchema,
          productName: z.string(),
          amountFen,
          createTime: instant,
          expireTime: instant,
        }),
      )
      .describe("还没有付款的订单，最新的在前"),
    refundsInFlight: z
      .array(
        z.strictObject({
          orderSn: orderSnSchema,
          amountFen,
          status: serviceRefundStatus,
          createTime: instant,
        }),
      )
      .describe("还没有结果的退款，最新的在前"),
  })
  .meta({ id: "Customer" });
export type CustomerView = z.infer<typeof customerView>;

export const serviceCustomerEndpoints = {
  "PUT /api/v1/customers/[customerId]": {
    access: "service",
    scope: "customers",
    summary: "登记一位客户；已有的，更新邮箱和称呼",
    params: customerParams,
    body: putCustomerBody,
    success: [200, 201],
    answer: customerView,
  },
  "GET /api/v1/customers/[customerId]": {
    access: "service",
    scope: "read",
    summary: "一位客户的现状：积分、套餐、未付的订单、进行中的退款",
    params: customerParams,
    answer: customerView,
    errors: ["CUSTOMER_NOT_FOUND"],
  },
} satisfies EndpointTable;
