import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, queryInt } from "./envelope.ts";
import { orderSnParams } from "./orders.ts";
import { refundResultView } from "./refunds.ts";
import { actReason, count, labelled, orderStatusCode, words, yuan } from "./values.ts";

const TAKE_BACK = z
  .enum(["unused", "all", "none"])
  .describe("unused：收回这笔钱买到的、还没用的 · all：剩余的全部收回 · none：不收回");
const MOST_FEN = 100_000_000;

/** What one of the operator's people sends back, and what becomes of the goods. */
export const deskRefundBody = z
  .strictObject({
    amountFen: z
      .int("应为整数分")
      .min(0)
      .max(MOST_FEN)
      .exactOptional()
      .describe("退多少分；0：只收回权益，不退款；不给：unused 按未使用部分折算，all 和 none 退还没有退的全部"),
    takeBack: TAKE_BACK,
    reason: actReason,
  })
  .refine(({ amountFen, takeBack }) => amountFen !== 0 || takeBack !== "none", {
    path: ["amountFen"],
    message: "不退款也不收回权益，就没有要做的事",
  });
export type DeskRefundBody = z.infer<typeof deskRefundBody>;

export const deskQuoteQuery = z.strictObject({ amountFen: queryInt(0, MOST_FEN), takeBack: TAKE_BACK });
export type DeskQuoteQuery = z.infer<typeof deskQuoteQuery>;

const deskQuoteView = z
  .strictObject({
    refundable: z.boolean(),
    reason: words.exactOptional().describe("不能这样退时，为什么"),
    refundAmount: yuan,
    leftAmount: yuan.describe("这次之前还没有退的"),
    takes: words.nullable().describe("收回什么；null：不收回"),
    breakdown: z.array(labelled).describe("逐行"),
    orderStatus: orderStatusCode.describe("退成之后订单的状态"),
    statusText: words,
    approvals: count.describe("发起以后还要几位同事同意"),
  })
  .meta({ id: "DeskRefundQuote" });
export type DeskQuoteView = z.infer<typeof deskQuoteView>;

const deskRefundView = refundResultView.extend({ refundId: idSchema }).meta({ id: "DeskRefundResult" });
export type DeskRefundView = z.infer<typeof deskRefundView>;

export const deskRefundEndpoints = {
  "GET /api/admin/orders/[orderSn]/refund": {
    access: "admin",
    permission: "refunds:start",
    summary: "这样退一笔订单会怎样：退多少，收回什么，还要谁同意；什么也不做",
    params: orderSnParams,
    query: deskQuoteQuery,
    answer: deskQuoteView,
    errors: ["ORDER_NOT_FOUND", "SELF_REVIEW"],
  },
  "POST /api/admin/orders/[orderSn]/refund": {
    access: "admin",
    permission: "refunds:start",
    summary: "由客服发起退款：可以只退一部分、超过期限、不收回权益，或只收回权益",
    params: orderSnParams,
    body: deskRefundBody,
    idempotent: true,
    answer: deskRefundView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_REFUNDABLE", "SELF_REVIEW", "IDEMPOTENCY_KEY_REUSED"],
  },
} satisfies EndpointTable;
