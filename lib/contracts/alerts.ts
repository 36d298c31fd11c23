import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, pageQuery, pageSchema } from "./envelope.ts";
import { instant, refundStatus, words } from "./values.ts";

/** What needs a person. */
export const ALERT_KINDS = [
  "PAYMENT_MISMATCH",
  "QUESTIONS_LATE",
  "ORPHAN_PAYMENT",
  "STRAY_PAYMENT",
  "DELIVERY_GIVEN_UP",
  "REFUND_REFUSED",
  "SELLER_BALANCE_SHORT",
  "REVIEW_LATE",
  "REFUND_STUCK",
  "BILL_DIFFERENCE",
  "BILL_LATE",
  "INVARIANT_BROKEN",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Something that a person must look at. */
export const alertView = z
  .strictObject({
    id: idSchema,
    kind: z.enum(ALERT_KINDS),
    title: words.describe("发生了什么"),
    advice: words.describe("该怎么办"),
    orderSn: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).describe("证据，随类别不同"),
    createTime: instant,
    releasable: z.boolean().describe("可以从这里把这笔钱原路退回"),
  })
  .meta({ id: "Alert" });
export type AlertView = z.infer<typeof alertView>;

export const listAlertsQuery = z.strictObject(pageQuery);
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;

const alertIdParams = z.strictObject({ alertId: idText("编号格式不正确") });

export const alertEndpoints = {
  "GET /api/admin/alerts": {
    access: "admin",
    summary: "等人处理的事，最新的在前",
    query: listAlertsQuery,
    answer: pageSchema(alertView),
  },
  "POST /api/admin/alerts/[alertId]/close": {
    access: "admin",
    summary: "关闭一条提醒：已经看过、处理过",
    params: alertIdParams,
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/alerts/[alertId]/release": {
    access: "admin",
    summary: "把与订单不符的钱原路退回",
    params: alertIdParams,
    answer: z.strictObject({ status: refundStatus }),
    errors: ["NOT_FOUND", "ORDER_NOT_REFUNDABLE", "REFUND_NOT_REVIEWABLE", "GATEWAY_UNAVAILABLE"],
  },
} satisfies EndpointTable;
