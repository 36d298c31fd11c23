import { z } from "zod";
import { REFUND_STATUSES, type RefundStatus } from "../core/states.ts";
import { pageQuery, queryText } from "./envelope.ts";

export interface RefundQuoteView {
  refundable: boolean;
  /** Why not, when not refundable. */
  reason?: string;
  /** Yuan. */
  refundAmount: number;
  paid: number;
  breakdown: { label: string; value: string }[];
  /** The last instant at which a refund may be asked for; null: none, as long as the goods are not handed over. */
  deadline: string | null;
  needsReview: boolean;
}

export const requestRefundBody = z.strictObject({
  reason: z.string().trim().min(1, "请填写退款原因").max(200, "退款原因最多 200 个字"),
});
export type RequestRefundBody = z.infer<typeof requestRefundBody>;

export interface RefundResultView {
  success: boolean;
  status: string;
  refundAmount: number;
  message: string;
}

/** One refund, as its owner sees it. */
export interface RefundRow {
  id: number;
  orderSn: string;
  productName: string;
  /** ORDER: asked for by the buyer. STRAY: money that bought nothing, sent back by itself. */
  kind: "ORDER" | "STRAY";
  /** Yuan. */
  amount: number;
  status: RefundStatus;
  statusText: string;
  reason: string;
  createTime: string;
  finishTime: string | null;
}

export const listRefundsQuery = z.strictObject({
  ...pageQuery,
  status: queryText(z.enum(REFUND_STATUSES)),
  orderSn: queryText(z.string().regex(/^[0-9A-Za-z_]{1,64}$/, "订单号格式不正确")),
});
export type ListRefundsQuery = z.infer<typeof listRefundsQuery>;

export const refundIdParams = z.strictObject({
  refundId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "退款编号格式不正确")
    .transform(Number),
});

/** A line of the queue at which admins work. */
export interface AdminRefundRow extends RefundRow {
  memberId: number;
  memberName: string;
  /** What the buyer paid, yuan. */
  paid: number;
  /** Two different admins must approve; `approvals` says how many have. */
  needsSecondReview: boolean;
  approvals: number;
  /** Short Chinese words for what stands out ("金额较大", "已使用 60%"). They hold nothing back by themselves. */
  riskMarks: string[];
}

/** Everything an admin needs to decide about one refund. */
export interface AdminRefundDetail extends AdminRefundRow {
  outRequestNo: string;
  tradeNo: string;
  /** The quote that the buyer saw, line by line. */
  breakdown: { label: string; value: string }[];
  risk: { label: string; value: string; stands: boolean }[];
  /** What the gateway said no to, if it did. */
  refusal: string | null;
  sendCount: number;
  /** When it was sent first; of later sends only the count is kept. */
  sentTime: string | null;
  nextCheckTime: string | null;
  reviews: { adminName: string; verdict: "APPROVE" | "REJECT"; reason: string; createTime: string }[];
  member: {
    id: number;
    name: string;
    email: string;
    createTime: string;
    paidOrders: number;
    /** Yuan. */
    paidTotal: number;
    refundedTotal: number;
    /** The member's other refunds, newest first. */
    refunds: RefundRow[];
  };
  /** Whether the admin who asks may decide now; the server checks again. */
  reviewable: boolean;
  /** Whether an admin may send this stray money back once more now; the server checks again. */
  resendable: boolean;
}

export const reviewRefundBody = z
  .strictObject({
    verdict: z.enum(["approve", "reject"]),
    reason: z.string().trim().max(200, "理由最多 200 个字").default(""),
  })
  .refine(({ verdict, reason }) => verdict === "approve" || reason !== "", {
    path: ["reason"],
    message: "驳回时请写明理由，买家会看到",
  });
export type ReviewRefundBody = z.infer<typeof reviewRefundBody>;
