import { z } from "zod";
import { creditOrigin } from "./credits.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText } from "./envelope.ts";
import { actReason, instant } from "./values.ts";

const memberIdParams = z.strictObject({ memberId: idText("会员编号格式不正确") });

/** What a person gives or takes, by why: what an order, a code or a plan brings is none of it. */
export const ADJUSTMENT_ORIGINS = ["GIFT", "COMPENSATION", "CORRECTION"] as const;
export type AdjustmentOrigin = (typeof ADJUSTMENT_ORIGINS)[number];

const adjustmentView = z
  .strictObject({
    id: idSchema,
    memberId: idSchema,
    memberName: z.string(),
    origin: creditOrigin,
    amount: z.int().describe("给了多少积分；负数：扣了多少"),
    validDays: z.int().nullable().describe("给出之后多少天有效；null：长期有效"),
    reason: z.string(),
    status: z
      .enum(["PENDING", "DONE", "REJECTED"])
      .describe("PENDING：等另一位管理员确认 · DONE：已办 · REJECTED：没有办"),
    requestedBy: z.strictObject({ id: idSchema, name: z.string() }),
    decidedBy: z.string().nullable().describe("谁确认或驳回的；null：不需要，或者还没有"),
    decisionReason: z.string().nullable(),
    createTime: instant,
    finishTime: instant.nullable(),
  })
  .meta({ id: "CreditAdjustment" });
export type AdjustmentView = z.infer<typeof adjustmentView>;

export const adjustCreditsBody = z
  .strictObject({
    origin: z.enum(ADJUSTMENT_ORIGINS).describe("GIFT：赠送 · COMPENSATION：补偿 · CORRECTION：更正，可以扣除"),
    amount: z
      .int("积分数应为整数")
      .min(-1_000_000, "积分数太大")
      .max(1_000_000, "积分数太大")
      .refine((amount) => amount !== 0, "积分数不能是 0")
      .describe("给多少积分；负数：扣多少，只有更正可以"),
    validDays: z
      .int()
      .min(1, "有效天数应为正整数")
      .max(3_650, "有效天数最多 3650")
      .optional()
      .describe("不给：长期有效"),
    reason: actReason,
  })
  .refine(({ amount, origin }) => amount > 0 || origin === "CORRECTION", {
    path: ["amount"],
    message: "只有更正可以扣除积分",
  })
  .refine(({ amount, validDays }) => amount > 0 || validDays === undefined, {
    path: ["validDays"],
    message: "扣除积分没有有效期",
  });
export type AdjustCreditsBody = z.infer<typeof adjustCreditsBody>;

const decideAdjustmentBody = z.strictObject({
  verdict: z.enum(["approve", "reject"]).describe("approve：办 · reject：不办；提出的人自己也可以撤回"),
  reason: actReason,
});
export type DecideAdjustmentBody = z.infer<typeof decideAdjustmentBody>;

export const memberEndpoints = {
  "POST /api/admin/members/[memberId]/credits": {
    access: "admin",
    permission: "members:manage",
    summary: "给会员积分，或者更正时扣除；超过一个人一天能办的，等另一位管理员确认",
    params: memberIdParams,
    body: adjustCreditsBody,
    idempotent: true,
    answer: adjustmentView,
    errors: ["NOT_FOUND", "MEMBER_CLOSED", "INSUFFICIENT_CREDITS", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/admin/members/[memberId]/credits/[adjustmentId]": {
    access: "admin",
    permission: "members:manage",
    summary: "确认或驳回一次等待中的积分调整；确认的不能是提出的人，也不能是得到积分的人",
    params: memberIdParams.extend({ adjustmentId: idText("编号格式不正确") }),
    body: decideAdjustmentBody,
    answer: adjustmentView,
    errors: ["NOT_FOUND", "MEMBER_CLOSED", "SELF_CONFIRMATION", "ADJUSTMENT_DECIDED", "INSUFFICIENT_CREDITS"],
  },
} satisfies EndpointTable;
