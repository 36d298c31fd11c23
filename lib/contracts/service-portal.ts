import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { customerIdSchema } from "./service-values.ts";
import { instant } from "./values.ts";

const portalRequest = z.strictObject({
  customerId: customerIdSchema,
  returnUrl: z.string().min(1).max(2_000).exactOptional().describe("「返回」去哪里；默认没有这个按钮"),
});
export type PortalRequest = Omit<z.infer<typeof portalRequest>, "customerId">;

const portalSession = z
  .strictObject({
    url: z.url().describe("把买家送到这里；只能用一次"),
    expireTime: instant.describe("到这时还没有打开就失效"),
  })
  .meta({ id: "PortalSession" });
export type PortalSession = z.infer<typeof portalSession>;

export const servicePortalEndpoints = {
  "POST /api/v1/portal-sessions": {
    access: "service",
    scope: "customers",
    summary: "得到一个链接，客户凭它不用密码就能看自己的订单、积分、套餐、退款、发票和消息",
    body: portalRequest,
    idempotent: true,
    answer: portalSession,
    errors: ["CUSTOMER_NOT_FOUND", "MEMBER_CLOSED", "IDEMPOTENCY_KEY_REUSED"],
  },
} satisfies EndpointTable;
