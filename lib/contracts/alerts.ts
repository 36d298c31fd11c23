import { z } from "zod";
import { PERMISSIONS, type Permission } from "../core/roles.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, pageQuery, pageSchema } from "./envelope.ts";
import { actReason, instant, refundStatus, words } from "./values.ts";

/** Every fact that an alert of a kind can carry. One that was closed and opened again also says when (`closedTime`). */
export const ALERT_FACTS = {
  PAYMENT_MISMATCH: ["what", "tradeNo"],
  QUESTIONS_LATE: ["due"],
  ORPHAN_PAYMENT: ["tradeNo", "outTradeNo"],
  STRAY_PAYMENT: ["kind", "tradeNo"],
  OUTSIDE_REFUND: ["what", "tradeNo", "outRequestNo", "amountFen", "source"],
  DELIVERY_GIVEN_UP: ["reason"],
  REFUND_REFUSED: ["code", "message", "outRequestNo"],
  SELLER_BALANCE_SHORT: ["message", "outRequestNo"],
  REVIEW_LATE: ["outRequestNo"],
  REFUND_STUCK: ["reason", "outRequestNo"],
  RED_LETTER_OWED: ["invoiceSn", "number"],
  CREDITS_WAITING: ["memberId", "credits"],
  BILL_DIFFERENCE: ["what", "kind", "tradeNo", "outTradeNo", "outRequestNo", "ourFen", "billFen", "billDate"],
  BILL_LATE: ["billDate", "isHere", "reason"],
  ACCOUNT_ABSENT: ["appId", "sellerId", "attempts", "refunds"],
  ALIPAY_FAILING: ["calls", "unanswered"],
  ORDERS_SILENT: ["since", "missed"],
  JOB_SILENT: ["job", "since"],
  NOTICES_REFUSED: ["since", "refused", "reason"],
  EVENT_GIVEN_UP: ["host", "eventNo", "type", "reason"],
  ENDPOINT_OFF: ["host", "since", "reason"],
  INVARIANT_BROKEN: ["id", "holds", "offending", "subjects", "reason"],
} as const satisfies Record<string, readonly string[]>;

export type AlertKind = keyof typeof ALERT_FACTS;
const alertKind = z.enum(Object.keys(ALERT_FACTS) as AlertKind[]);
export type AlertFact = (typeof ALERT_FACTS)[AlertKind][number] | "closedTime";
export type AlertDetail<Kind extends AlertKind> = {
  readonly [Fact in (typeof ALERT_FACTS)[Kind][number]]?: unknown;
};

/** Something that a person must look at. */
export const alertView = z
  .strictObject({
    id: idSchema,
    kind: alertKind,
    title: words.describe("发生了什么"),
    advice: words.describe("该怎么办"),
    orderSn: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).describe("证据，随类别不同"),
    createTime: instant,
    releasable: z.boolean().describe("可以从这里把这笔钱原路退回"),
    bookable: z.boolean().describe("不是从这里发出的退款：可以登记它，或者放开冻结的权益"),
    closing: words.nullable().describe("关闭以后不再处理的事；null：没有"),
    handledAt: z
      .strictObject({
        href: z.string(),
        text: words,
        permission: z.enum(Object.keys(PERMISSIONS) as Permission[]).describe("在那里处理要有的权限"),
      })
      .nullable()
      .describe("在哪一页处理；处理之后提醒自动关闭，不能单独关闭。null：就在这里"),
  })
  .meta({ id: "Alert" });
export type AlertView = z.infer<typeof alertView>;

export const listAlertsQuery = z.strictObject(pageQuery);
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;

const alertIdParams = z.strictObject({ alertId: idText("编号格式不正确") });

export const alertEndpoints = {
  "GET /api/admin/alerts": {
    access: "admin",
    permission: "alerts:read",
    summary: "等人处理的事，最新的在前",
    query: listAlertsQuery,
    answer: pageSchema(alertView),
  },
  "POST /api/admin/alerts/[alertId]/close": {
    access: "admin",
    permission: "alerts:close",
    summary: "关闭一条提醒：已经看过、处理过",
    params: alertIdParams,
    answer: z.null(),
    errors: ["NOT_FOUND", "ALERT_NOT_CLOSABLE"],
  },
  "POST /api/admin/alerts/[alertId]/release": {
    access: "admin",
    permission: "refunds:decide",
    summary: "把与订单不符的钱原路退回；或者放开另行退款所冻结的权益（要写理由）",
    params: alertIdParams,
    body: z.strictObject({ reason: actReason.exactOptional() }).optional(),
    answer: z.strictObject({ status: refundStatus }),
    errors: [
      "NOT_FOUND",
      "ORDER_NOT_REFUNDABLE",
      "REFUND_NOT_REVIEWABLE",
      "REFUND_NOT_RESOLVABLE",
      "GATEWAY_UNAVAILABLE",
      "ACCOUNT_ABSENT",
    ],
  },
  "POST /api/admin/alerts/[alertId]/book-refund": {
    access: "admin",
    permission: "refunds:decide",
    summary: "登记一笔不是从这里发出的退款：向支付宝核实，记入账本，收回权益",
    params: alertIdParams,
    body: z.strictObject({ reason: actReason }),
    answer: z.strictObject({ status: refundStatus }),
    errors: [
      "NOT_FOUND",
      "OUTSIDE_REFUND_ABSENT",
      "REFUND_NOT_RESOLVABLE",
      "ORDER_NOT_REFUNDABLE",
      "GATEWAY_UNAVAILABLE",
      "ACCOUNT_ABSENT",
    ],
  },
} satisfies EndpointTable;
