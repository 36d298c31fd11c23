import { z } from "zod";
import { INVOICE_STATUSES, REFUND_STATUSES } from "../core/states.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, orderSnSchema, pageQuery, pageSchema, queryText } from "./envelope.ts";
import { orderSnFilter, orderSnParams } from "./orders.ts";
import { count, instant, labelled, refundStatus, words, yuan } from "./values.ts";

const refundQuoteView = z
  .strictObject({
    refundable: z.boolean(),
    reason: words.exactOptional().describe("不能退时，为什么"),
    refundAmount: yuan,
    paid: yuan,
    breakdown: z.array(labelled).describe("退款金额怎样算出来，逐行"),
    deadline: instant.nullable().describe("最晚可以申请退款的时刻；null：商品还没有发放，没有期限"),
    needsReview: z.boolean().describe("申请后要等人审核"),
    invoice: z
      .strictObject({ invoiceSn: z.string(), status: z.enum(INVOICE_STATUSES) })
      .nullable()
      .describe("订单所在的发票；已开的要先冲红才能退款，还没开的会去掉这笔订单"),
  })
  .meta({ id: "RefundQuote" });
export type RefundQuoteView = z.infer<typeof refundQuoteView>;

export const requestRefundBody = z.strictObject({
  reason: z.string().trim().min(1, "请填写退款原因").max(200, "退款原因最多 200 个字"),
  expectedAmount: yuan.exactOptional().describe("买家看到的可退金额；与现在的不同就不受理"),
});
export type RequestRefundBody = z.infer<typeof requestRefundBody>;

export const refundResultView = z
  .strictObject({ success: z.boolean(), status: refundStatus, refundAmount: yuan, message: words })
  .meta({ id: "RefundResult" });
export type RefundResultView = z.infer<typeof refundResultView>;

/** One refund, as its owner sees it. */
export const refundRow = z
  .strictObject({
    id: idSchema,
    orderSn: orderSnSchema,
    productName: z.string(),
    kind: z
      .enum(["ORDER", "STRAY", "OUTSIDE"])
      .describe(
        "ORDER：买家申请，或客服发起 · STRAY：多余的付款，自动退回 · OUTSIDE：在支付宝一侧退的，不是从这里发出的",
      ),
    amount: yuan,
    status: refundStatus,
    statusText: words,
    reason: z.string(),
    createTime: instant,
    finishTime: instant.nullable(),
  })
  .meta({ id: "RefundRow" });
export type RefundRow = z.infer<typeof refundRow>;

export const listRefundsQuery = z.strictObject({
  ...pageQuery,
  status: queryText(z.enum(REFUND_STATUSES)).describe(refundStatus.description!),
  orderSn: orderSnFilter,
});
export type ListRefundsQuery = z.infer<typeof listRefundsQuery>;

const refundIdParams = z.strictObject({ refundId: idText("退款编号格式不正确") });

/** A row of the review queue. */
const adminRefundRow = refundRow
  .extend({
    memberId: idSchema,
    memberName: z.string(),
    paid: yuan.describe("买家付了多少元"),
    needsSecondReview: z.boolean().describe("要两位管理员同意"),
    approvals: count.describe("已有几位同意"),
    // Risk marks inform only (docs/rules.md R44).
    riskMarks: z.array(words).describe("值得留意的地方，只供参考"),
  })
  .meta({ id: "AdminRefundRow" });
export type AdminRefundRow = z.infer<typeof adminRefundRow>;

const review = z.strictObject({
  adminName: z.string(),
  verdict: z.enum(["APPROVE", "REJECT"]),
  reason: z.string(),
  createTime: instant,
});

const refundingMember = z.strictObject({
  id: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  customerId: z.string().nullable().describe("产品自己的用户编号；null：自己注册的"),
  createTime: instant,
  paidOrders: count,
  paidTotal: yuan,
  refundedTotal: yuan,
  refunds: z.array(refundRow).describe("这位买家的其他退款，最新的在前"),
});

/** Everything an admin needs to decide about one refund. */
const adminRefundDetail = adminRefundRow
  .extend({
    outRequestNo: z.string().describe("退款单号"),
    tradeNo: z.string().describe("支付宝交易号"),
    breakdown: z.array(labelled).describe("买家看到的算法，逐行"),
    risk: z.array(labelled.extend({ stands: z.boolean().describe("值得留意") })),
    refusal: z.string().nullable().describe("支付宝或审核没有接受的原因"),
    sendCount: count,
    sentTime: instant.nullable().describe("首次发出的时刻；之后再发只计次数"),
    nextCheckTime: instant.nullable(),
    reviews: z.array(review),
    member: refundingMember,
    // Whether the admin who asks may do so now; the server checks again.
    reviewable: z.boolean(),
    resendable: z.boolean().describe("这笔多余的付款可以再退一次"),
    resolvable: z.boolean().describe("在等支付宝的答复，可以了结"),
  })
  .meta({ id: "AdminRefundDetail" });
export type AdminRefundDetail = z.infer<typeof adminRefundDetail>;

export const reviewRefundBody = z
  .strictObject({
    verdict: z.enum(["approve", "reject"]),
    reason: z.string().trim().max(200, "理由最多 200 个字").default("").describe("驳回时必填，买家会看到"),
  })
  .refine(({ verdict, reason }) => verdict === "approve" || reason !== "", {
    path: ["reason"],
    message: "驳回时请写明理由，买家会看到",
  });
export type ReviewRefundBody = z.infer<typeof reviewRefundBody>;

export const resolveRefundBody = z.strictObject({
  outcome: z
    .enum(["give-up", "paid-outside"])
    .describe("give-up：不退了，放开权益 · paid-outside：已经另行退给买家，收回权益"),
  reference: z
    .string()
    .trim()
    .min(1)
    .max(200, "凭证最多 200 个字")
    .exactOptional()
    .describe("另行退款的凭证，如转账单号"),
  reason: z.string().trim().min(1, "请写明理由").max(200, "理由最多 200 个字"),
});
export type ResolveRefundBody = z.infer<typeof resolveRefundBody>;

const newStatus = z.strictObject({ status: refundStatus });

export const refundEndpoints = {
  "GET /api/payment/refund-quote/[orderSn]": {
    access: "member",
    portal: true,
    summary: "现在申请退款能退多少，怎样算出来",
    params: orderSnParams,
    answer: refundQuoteView,
    errors: ["ORDER_NOT_FOUND"],
  },
  "POST /api/payment/refund/[orderSn]": {
    access: "member",
    portal: true,
    summary: "申请退款",
    params: orderSnParams,
    body: requestRefundBody,
    idempotent: true,
    answer: refundResultView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_REFUNDABLE", "REFUND_AMOUNT_CHANGED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "GET /api/payment/refunds": {
    access: "member",
    portal: true,
    summary: "自己的退款，最新的在前",
    query: listRefundsQuery,
    answer: pageSchema(refundRow),
  },
  "GET /api/admin/refunds": {
    access: "admin",
    permission: "refunds:read",
    summary: "所有人的退款，供审核",
    query: listRefundsQuery,
    answer: pageSchema(adminRefundRow),
  },
  "GET /api/admin/refunds/[refundId]": {
    access: "admin",
    permission: "refunds:read",
    summary: "一笔退款的全部，供审核",
    params: refundIdParams,
    answer: adminRefundDetail,
    errors: ["REFUND_NOT_FOUND"],
  },
  "POST /api/admin/refunds/[refundId]/review": {
    access: "admin",
    permission: "refunds:decide",
    summary: "同意或驳回一笔退款",
    params: refundIdParams,
    body: reviewRefundBody,
    answer: newStatus,
    errors: ["REFUND_NOT_FOUND", "SELF_REVIEW", "REFUND_NOT_REVIEWABLE"],
  },
  "POST /api/admin/refunds/[refundId]/resolve": {
    access: "admin",
    permission: "refunds:decide",
    summary: "了结一笔支付宝既不退、也查不到的退款；先向支付宝核实",
    params: refundIdParams,
    body: resolveRefundBody,
    answer: newStatus,
    errors: [
      "REFUND_NOT_FOUND",
      "REFUND_NOT_RESOLVABLE",
      "OUTSIDE_REFUND_ABSENT",
      "ORDER_NOT_REFUNDABLE",
      "GATEWAY_UNAVAILABLE",
      "ACCOUNT_ABSENT",
    ],
  },
  "POST /api/admin/refunds/[refundId]/resend": {
    access: "admin",
    permission: "refunds:decide",
    summary: "把支付宝拒绝过的多余付款再退一次",
    params: refundIdParams,
    answer: newStatus,
    errors: ["REFUND_NOT_FOUND", "REFUND_NOT_REVIEWABLE"],
  },
} satisfies EndpointTable;
