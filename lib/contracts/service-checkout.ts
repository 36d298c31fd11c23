import { z } from "zod";
import { billingCycleWord } from "./catalog.ts";
import { checkoutId, checkoutStatus } from "./checkout.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, orderSnSchema } from "./envelope.ts";
import { customerIdSchema } from "./service-values.ts";
import { instant } from "./values.ts";

const productPlace = z.string().min(1).max(2_000);

const MOST_METADATA = 20;
const metadata = z
  .record(z.string().regex(/^[\w.-]{1,40}$/, "名字应为 1 到 40 个字母、数字、_、. 或 -"), z.string().max(500))
  .refine((words) => Object.keys(words).length <= MOST_METADATA, `最多 ${MOST_METADATA} 项`);

const checkoutRequest = z.strictObject({
  customerId: customerIdSchema,
  item: z.union(
    [
      z.strictObject({ productId: idSchema }),
      z.strictObject({ planCode: z.string().min(1).max(64), billingCycle: billingCycleWord }),
    ],
    "应为 { productId }，或者 { planCode, billingCycle }",
  ),
  successUrl: productPlace.describe("付款之后送买家去哪里，会加上 `checkout_session_id`；它不证明任何事"),
  cancelUrl: productPlace.exactOptional().describe("买家不付款时回到哪里；默认 successUrl 的网站"),
  metadata: metadata.exactOptional().describe("你自己的记号，原样交还"),
});
export type CheckoutRequest = Omit<z.infer<typeof checkoutRequest>, "customerId">;

const serviceCheckout = z
  .strictObject({
    id: checkoutId,
    url: z.url().describe("把买家送到这里；第一个打开它的浏览器才能付款"),
    status: checkoutStatus,
    orderSn: orderSnSchema.nullable().describe("算数的那笔订单：已付款的，或最近一笔；null：还没有"),
    expireTime: instant.describe("到这时还没有下单就过期"),
    metadata: z.record(z.string(), z.string()).exactOptional(),
  })
  .meta({ id: "CheckoutSession" });
export type ServiceCheckout = z.infer<typeof serviceCheckout>;

export const serviceCheckoutEndpoints = {
  "POST /api/v1/checkout-sessions": {
    access: "service",
    scope: "checkout",
    summary: "为一位客户开一次付款；付款页由商店提供",
    body: checkoutRequest,
    idempotent: true,
    success: [201],
    answer: serviceCheckout,
    errors: [
      "CUSTOMER_NOT_FOUND",
      "PRODUCT_NOT_FOUND",
      "PLAN_NOT_FOUND",
      "TERM_NOT_FOUND",
      "SALES_STOPPED",
      "MEMBER_CLOSED",
      "IDEMPOTENCY_KEY_REUSED",
    ],
  },
  "GET /api/v1/checkout-sessions/[id]": {
    access: "service",
    scope: "checkout",
    summary: "一次付款现在怎样；以它为准，不以买家回来的地址为准",
    params: z.strictObject({ id: checkoutId }),
    answer: serviceCheckout,
    errors: ["CHECKOUT_NOT_FOUND"],
  },
} satisfies EndpointTable;
