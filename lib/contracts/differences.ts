import { z } from "zod";
import { DIFFERENCE_KINDS, DIFFERENCE_STATUSES } from "../core/states.ts";
import { isStorable } from "../core/text.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, queryInt, queryText } from "./envelope.ts";
import { dayRangeQuery } from "./exports.ts";
import { actReason, count, instant, netYuan, words, yuan } from "./values.ts";

export const DIFFERENCE_TEXTS: Readonly<Record<(typeof DIFFERENCE_KINDS)[number], string>> = {
  UNBOOKED: "账单有，账本没有",
  AMOUNT: "金额或单号不同",
  TWICE: "账单上重复",
  UNLISTED: "账本有，账单没有",
};

export const DIFFERENCE_STATUS_TEXTS: Readonly<Record<(typeof DIFFERENCE_STATUSES)[number], string>> = {
  OPEN: "待处理",
  BOOKED: "已入账",
  REFUNDED: "已退回",
  WRITTEN_OFF: "已核销",
  FOREIGN: "别的应用",
  RESOLVED: "自行对上",
};

export const DIFFERENCE_ACTS = ["book", "refund", "write-off"] as const;
export type DifferenceAct = (typeof DIFFERENCE_ACTS)[number];

const differenceStatus = z
  .enum(DIFFERENCE_STATUSES)
  .describe(DIFFERENCE_STATUSES.map((status) => `${status}：${DIFFERENCE_STATUS_TEXTS[status]}`).join(" · "));
const differenceKind = z
  .enum(DIFFERENCE_KINDS)
  .describe(DIFFERENCE_KINDS.map((kind) => `${kind}：${DIFFERENCE_TEXTS[kind]}`).join(" · "));

const lineKind = z.enum(["TRADE", "REFUND"]).describe("TRADE：付款 · REFUND：退款");

/** Something on which a bill and our books differ. */
const differenceView = z
  .strictObject({
    id: idSchema,
    day: z.iso.date().describe("账单的日子；账单上没有的，是账本的日子。北京时间"),
    what: differenceKind,
    kind: lineKind,
    sellerId: z.string().nullable().describe("哪个收款账户；null：不知道"),
    tradeNo: z.string(),
    outTradeNo: z.string(),
    outRequestNo: z.string().describe("退款单号；付款没有"),
    orderSn: z.string().nullable().describe("本店的哪笔订单；null：不是本店的单号"),
    billAmount: yuan.nullable().describe("账单写的；null：账单上没有"),
    ourAmount: yuan.nullable().describe("账本记的；null：账本里没有"),
    amount: netYuan.describe("账单比账本多出来的，单位元；收款为正，退款为负"),
    status: differenceStatus,
    closed: z
      .strictObject({ by: words.nullable().describe("null：自行对上"), time: instant, reason: words })
      .nullable()
      .describe("谁在什么时候为什么处理；null：还没有"),
    createTime: instant,
    acts: z.array(z.enum(DIFFERENCE_ACTS)).describe("可以怎样处理：book 入账 · refund 原路退回 · write-off 核销"),
    canBeForeign: z.boolean().describe("可以立一条规则，当作别的应用的"),
  })
  .meta({ id: "Difference" });
export type DifferenceView = z.infer<typeof differenceView>;

const foreignRuleView = z
  .strictObject({
    id: idSchema,
    prefix: z.string().describe("商户订单号的开头"),
    reason: words,
    by: words,
    createTime: instant,
  })
  .meta({ id: "ForeignRule" });
export type ForeignRuleView = z.infer<typeof foreignRuleView>;

const dayTotal = z.strictObject({
  day: z.iso.date(),
  open: z.strictObject({ count, amount: netYuan }),
  closed: z.strictObject({ count, amount: netYuan }),
});
export type DifferenceDay = z.infer<typeof dayTotal>;

const listDifferencesQuery = z.strictObject({
  state: queryText(z.enum(["open", "closed"])).describe("open：待处理 · closed：处理过的；不给：全部"),
  what: queryText(differenceKind),
  from: dayRangeQuery.from.describe("北京时间的哪一天开始；不给：从头"),
  to: dayRangeQuery.to.describe("到哪一天为止，这一天在内；不给：到现在"),
  before: queryText(idText("应为上一页给出的编号")).describe("上一页给出的 `next`"),
  pageSize: queryInt(1, 100),
});
export type ListDifferencesQuery = z.infer<typeof listDifferencesQuery>;

const differencesView = z
  .strictObject({
    list: z.array(differenceView).describe("最新的在前"),
    next: idSchema.nullable().describe("下一页以它作为 `before`；null：没有了"),
    days: z.array(dayTotal).describe("同样筛选下每一天的合计，最近的在前；只在第一页"),
    rules: z.array(foreignRuleView).describe("现行的规则：这样开头的单号算别的应用；只在第一页"),
  })
  .meta({ id: "Differences" });
export type DifferencesView = z.infer<typeof differencesView>;

const differenceParams = z.strictObject({ differenceId: idText("编号格式不正确") });
const actBody = z.strictObject({ reason: actReason });
const actAnswer = z.strictObject({ status: differenceStatus });

/** How a number of another application begins. */
const prefix = z
  .string()
  .trim()
  .min(2, "至少 2 个字符")
  .max(64, "最多 64 个字符")
  .regex(/^[0-9A-Za-z_-]+$/, "只能有数字、字母、下划线和短横线");

const addRuleBody = z.strictObject({ prefix, reason: actReason });
export type AddForeignRuleBody = z.infer<typeof addRuleBody>;

const billLineView = z
  .strictObject({
    day: z.iso.date().describe("账单的日子，北京时间"),
    lineNo: count.describe("第几行"),
    kind: lineKind,
    tradeNo: z.string(),
    outTradeNo: z.string(),
    outRequestNo: z.string(),
    amount: yuan,
    time: instant.describe("支付宝完成它的时间"),
    sellerId: z.string().nullable(),
    orderSn: z.string().nullable(),
    state: z
      .enum(["MATCHED", "DIFFERS", "UNCOMPARED"])
      .describe("MATCHED：与账本一致 · DIFFERS：有差异 · UNCOMPARED：这一天还没有核对完"),
    difference: z.strictObject({ id: idSchema, what: differenceKind, status: differenceStatus }).nullable(),
  })
  .meta({ id: "BillLine" });
export type BillLineView = z.infer<typeof billLineView>;

const CURSOR = /^(\d{4}-\d{2}-\d{2})\.([1-9]\d{0,8})$/;

export const findBillLinesQuery = z.strictObject({
  number: z
    .string()
    .trim()
    .min(1, "请填写单号")
    .max(200, "单号最多 200 个字符")
    .refine(isStorable, "含有不能使用的字符")
    .describe("支付宝交易号、商户订单号或退款单号，要完整"),
  before: queryText(
    z
      .string()
      .regex(CURSOR, "应为上一页给出的位置")
      .refine((text) => z.iso.date().safeParse(text.split(".")[0]).success, "应为上一页给出的位置"),
  ).describe("上一页给出的 `next`"),
});
export type FindBillLinesQuery = z.infer<typeof findBillLinesQuery>;

const ACT_ERRORS = ["NOT_FOUND", "DIFFERENCE_CLOSED", "DIFFERENCE_NOT_SO"] as const;

export const differenceEndpoints = {
  "GET /api/admin/differences": {
    access: "admin",
    permission: "books:read",
    summary: "账单与账本的差异，最新的在前，和每一天的合计",
    query: listDifferencesQuery,
    answer: differencesView,
  },
  "POST /api/admin/differences/[differenceId]/book": {
    access: "admin",
    permission: "books:decide",
    summary: "向支付宝核实之后入账：漏记的付款，或者另行退款",
    params: differenceParams,
    body: actBody,
    answer: actAnswer,
    errors: [
      ...ACT_ERRORS,
      "TRADE_NOT_PAID",
      "OUTSIDE_REFUND_ABSENT",
      "REFUND_NOT_RESOLVABLE",
      "ORDER_NOT_REFUNDABLE",
      "SELF_REVIEW",
      "GATEWAY_UNAVAILABLE",
      "ACCOUNT_ABSENT",
    ],
  },
  "POST /api/admin/differences/[differenceId]/refund": {
    access: "admin",
    permission: "books:decide",
    summary: "把与订单不符的付款原路退回",
    params: differenceParams,
    body: actBody,
    answer: actAnswer,
    errors: [...ACT_ERRORS, "ORDER_NOT_REFUNDABLE", "REFUND_NOT_REVIEWABLE", "GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT"],
  },
  "POST /api/admin/differences/[differenceId]/write-off": {
    access: "admin",
    permission: "books:decide",
    summary: "核销：差异留在账上，写明理由，记在月结单里",
    params: differenceParams,
    body: actBody,
    answer: actAnswer,
    errors: ACT_ERRORS,
  },
  "POST /api/admin/foreign-rules": {
    access: "admin",
    permission: "books:decide",
    summary: "立一条规则：这样开头的商户订单号是同一商户账号下别的应用的；待处理的差异里符合的一并关闭",
    body: addRuleBody,
    answer: z.strictObject({ closed: count.describe("一并关闭了几条差异") }),
    errors: ["FOREIGN_RULE_OURS", "FOREIGN_RULE_TAKEN"],
  },
  "POST /api/admin/foreign-rules/[ruleId]/end": {
    access: "admin",
    permission: "books:decide",
    summary: "停用一条规则：以后的账单不再按它；已经关闭的差异不变",
    params: z.strictObject({ ruleId: idText("编号格式不正确") }),
    body: actBody,
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
  "GET /api/admin/bill-lines": {
    access: "admin",
    permission: "books:read",
    summary: "按单号找账单上的行，最近的在前；别的应用的行不逐笔保存，找不到",
    query: findBillLinesQuery,
    answer: z.strictObject({
      list: z.array(billLineView),
      next: z.string().nullable().describe("下一页以它作为 `before`；null：没有了"),
    }),
  },
} satisfies EndpointTable;
