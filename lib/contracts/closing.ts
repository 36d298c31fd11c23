import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";
import { count, instant, netYuan, words, yuan } from "./values.ts";

/** Each kind of piece that explains a month's difference, in words. */
export const CLOSING_ITEM_TEXTS = {
  FOREIGN: "别的应用的行",
  FOREIGN_RULE: "按规则算别的应用的差异",
  SET_ASIDE: "不逐笔核对的行",
  OURS_ELSEWHERE: "账单在本月，账本记在别的月份",
  BILL_ELSEWHERE: "账本记在本月，账单在别的月份",
  BY_HAND: "没有经过支付宝的退款",
  WRITTEN_OFF: "已核销的差异",
  OPEN: "待处理的差异",
  PENDING: "还在等后面的账单",
} as const;

const itemKind = z.enum(Object.keys(CLOSING_ITEM_TEXTS) as (keyof typeof CLOSING_ITEM_TEXTS)[]).describe(
  Object.entries(CLOSING_ITEM_TEXTS)
    .map(([kind, text]) => `${kind}：${text}`)
    .join(" · "),
);

const itemView = z.strictObject({
  kind: itemKind,
  about: words.describe("日子、单号、理由；空：几笔合在一起"),
  differenceId: idSchema.nullable(),
  count,
  amount: netYuan.describe("它使账单比账本多出多少，单位元；有正有负"),
});

const accountView = z.strictObject({
  sellerId: z.string().nullable().describe("收款账户；null：不知道"),
  billDays: count.describe("有账单的天数"),
  quietDays: count.describe("没有账单、也没有收支的天数"),
  bill: z
    .strictObject({
      income: yuan.describe("收款，别的应用的在内"),
      refunded: yuan.describe("退款，别的应用的在内"),
      setAside: netYuan.describe("不逐笔核对的行"),
      discounts: netYuan.describe("商家自己的优惠；负的是让出去的"),
      fees: netYuan.nullable().describe("手续费；负的是支付宝收走的。null：账单没有写"),
      net: netYuan.nullable().describe("实收净额；null：手续费不知道"),
    })
    .describe("支付宝账单的合计"),
  ours: z
    .strictObject({ paymentCount: count, paid: yuan, refundCount: count, refunded: yuan })
    .describe("账本里同样日子的合计"),
  difference: netYuan.describe("账单比账本多出来的：收款减退款，加不逐笔核对的行，减去账本的收款减退款"),
  items: z.array(itemView).describe("逐条解释这个差额"),
  remainder: netYuan.describe("没有解释的；结账的月份为 0"),
});
export type ClosingAccount = z.infer<typeof accountView>;

/** What is hashed, and kept of a closed month. */
export const closingSheet = z.strictObject({
  month: z.string().describe("如 `2026-10`"),
  accounts: z.array(accountView),
});
export type ClosingSheet = z.infer<typeof closingSheet>;

const closingView = z
  .strictObject({
    sheet: closingSheet,
    sha256: z.string().describe("月结单的校验值；结账时要带上，免得结的不是看到的那一份"),
    missingDays: z.array(z.iso.date()).describe("账单还没有核对完的日子"),
    obstacles: z.array(words).describe("为什么还不能结账；空：可以"),
    closed: z.strictObject({ by: words, time: instant }).nullable().describe("null：还没有结账"),
    closedMonths: z.array(z.string()).describe("最近结过账的月份，近的在前"),
  })
  .meta({ id: "Closing" });
export type ClosingView = z.infer<typeof closingView>;

const monthText = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "应为月份，如 2026-10");

const closeMonthBody = z.strictObject({
  month: monthText,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "应为 64 位十六进制的校验值"),
});
export type CloseMonthBody = z.infer<typeof closeMonthBody>;

export const closingEndpoints = {
  "GET /api/admin/closing": {
    access: "admin",
    permission: "books:read",
    summary: "一个月的月结单：支付宝的合计、账本的合计，差额逐条解释到分；结过账的月份是当时的那一份",
    query: z.strictObject({ month: monthText }),
    answer: closingView,
  },
  "POST /api/admin/closing": {
    access: "admin",
    permission: "books:decide",
    summary: "结账：把这个月的月结单定下来",
    body: closeMonthBody,
    answer: closingView,
    errors: ["MONTH_NOT_CLOSABLE", "MONTH_CHANGED"],
  },
} satisfies EndpointTable;
