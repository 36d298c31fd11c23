import { z } from "zod";
import { MEMBER_ROLES } from "../core/roles.ts";
import { memberView, sessionView } from "./accounts.ts";
import { creditBalanceView, creditOrigin, ledgerEntryView } from "./credits.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, queryText } from "./envelope.ts";
import { invoiceView } from "./invoices.ts";
import { noticeView } from "./notices.ts";
import { orderRow } from "./orders.ts";
import { refundRow } from "./refunds.ts";
import { segmentView } from "./subscriptions.ts";
import { actReason, count, instant, words, yuan } from "./values.ts";

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

const memberState = z
  .enum(["OPEN", "CLOSED_BY_SHOP", "CLOSED_BY_MEMBER"])
  .describe("CLOSED_BY_SHOP：商店关闭的，可以重新打开 · CLOSED_BY_MEMBER：会员自己关闭的，邮箱已经放开，不能重新打开");
export type MemberState = z.infer<typeof memberState>;

const memberRow = memberView
  .extend({
    customerId: z.string().nullable().describe("产品自己的用户编号；null：自己注册的"),
    state: memberState,
    createTime: instant,
  })
  .meta({ id: "MemberRow" });
export type MemberRow = z.infer<typeof memberRow>;

export const searchMembersQuery = z.strictObject({
  query: queryText(
    z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(254, "最多 254 个字")
      .regex(/^\P{Cc}+$/u, "不能有控制字符"),
  ).describe("会员编号，或者邮箱、称呼、客户编号的开头；不给：全部"),
  after: queryText(idText("应为上一页给出的编号")).describe("上一页给出的 `next`"),
});
export type SearchMembersQuery = z.infer<typeof searchMembersQuery>;

const foundMembers = z.strictObject({
  list: z.array(memberRow).describe("最新的在前"),
  next: idSchema.nullable().describe("下一页以它作为 `after`；null：没有了"),
  waiting: z.array(adjustmentView).describe("等另一位管理员确认的积分调整，最早的在前；只在第一页"),
});
export type FoundMembers = z.infer<typeof foundMembers>;

/** One member whole. Of each list the newest. */
const memberFile = z
  .strictObject({
    member: memberRow.extend({
      emailConfirmTime: instant.nullable().describe("邮箱何时确认的；null：没有确认"),
      closeTime: instant.nullable().describe("会员自己何时关闭的"),
    }),
    money: z.strictObject({ paid: yuan.describe("付过的款"), refunded: yuan.describe("退回去的款") }),
    orders: z.array(orderRow),
    orderCount: count,
    credits: creditBalanceView,
    ledger: z.array(ledgerEntryView),
    adjustments: z.array(adjustmentView).describe("人工给过、扣过的积分，和等人确认的"),
    periods: z.array(segmentView),
    refunds: z.array(refundRow),
    invoices: z.array(invoiceView),
    messages: z.array(noticeView),
    sessions: z.array(sessionView).describe("登录着的浏览器，最近用过的在前"),
    closing: z.array(words).describe("现在由商店关闭这个账户，会怎么样"),
    canMail: z.boolean().describe("这家商店会不会发邮件"),
  })
  .meta({ id: "MemberFile" });
export type MemberFile = z.infer<typeof memberFile>;

const statusBody = z.strictObject({
  status: z.enum(["open", "closed"]).describe("closed：关闭 · open：重新打开"),
  reason: actReason,
});
export type MemberStatusBody = z.infer<typeof statusBody>;

const roleBody = z.strictObject({ role: z.enum(MEMBER_ROLES), reason: actReason });
export type MemberRoleBody = z.infer<typeof roleBody>;

export const memberEndpoints = {
  "GET /api/admin/members": {
    access: "admin",
    permission: "members:read",
    summary: "查找会员，最新的在前",
    query: searchMembersQuery,
    answer: foundMembers,
  },
  "GET /api/admin/members/[memberId]": {
    access: "admin",
    permission: "members:read",
    summary: "一位会员的全部：订单、款项、积分、套餐、退款、消息、登录",
    params: memberIdParams,
    answer: memberFile,
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/members/[memberId]/status": {
    access: "admin",
    permission: "members:manage",
    summary: "关闭账户，或者重新打开商店关闭的账户",
    params: memberIdParams,
    body: statusBody,
    answer: z.strictObject({ state: memberState }),
    errors: ["NOT_FOUND", "OWN_ACCOUNT", "MEMBER_CLOSED", "MEMBER_NOT_REOPENABLE"],
  },
  "POST /api/admin/members/[memberId]/role": {
    access: "admin",
    permission: "members:manage",
    summary: "改变会员的角色，从他的下一个请求起生效；自己的角色由另一位管理员改",
    params: memberIdParams,
    body: roleBody,
    answer: z.strictObject({ role: z.enum(MEMBER_ROLES) }),
    errors: ["NOT_FOUND", "OWN_ACCOUNT", "MEMBER_CLOSED", "MEMBER_WITHOUT_PASSWORD"],
  },
  "POST /api/admin/members/[memberId]/sign-out": {
    access: "admin",
    permission: "members:manage",
    summary: "让会员的所有浏览器退出登录",
    params: memberIdParams,
    body: z.strictObject({ reason: actReason }),
    answer: z.strictObject({ ended: count.describe("退出了几个") }),
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/members/[memberId]/reset-link": {
    access: "admin",
    permission: "members:manage",
    summary: "把设置新密码的链接发到会员的邮箱",
    params: memberIdParams,
    body: z.strictObject({ reason: actReason }),
    answer: z.strictObject({ sent: z.boolean().describe("false：这家商店不发邮件") }),
    errors: ["NOT_FOUND", "MEMBER_CLOSED", "MEMBER_WITHOUT_PASSWORD"],
  },
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
