import { z } from "zod";
import { USUAL_DAYS } from "../core/day-range.ts";
import type { EndpointTable } from "./endpoint.ts";
import { queryText } from "./envelope.ts";
import { count, instant, words } from "./values.ts";

/** What can be exported, and by which day a row belongs to a range. */
export const EXPORTS = {
  orders: { name: "订单", holds: "每笔订单一行：商品、买家、金额、状态", day: "下单的日子" },
  payments: { name: "收款", holds: "每笔到账一行，多付的和不符的也在内", day: "付款的日子" },
  refunds: { name: "退款", holds: "每笔退款一行，没有退成的也在内", day: "办完的日子；还没办完的，按申请的日子" },
  ledger: { name: "积分流水", holds: "积分的每次变动一行", day: "变动的日子" },
  bills: { name: "支付宝账单", holds: "账单上与本店有关的每一行", day: "账单的日子" },
  differences: {
    name: "账单差异",
    holds: "账单与账本对不上的每一条，和怎样处理的",
    day: "账单的日子；账单上没有的，按账本的日子",
  },
  closing: { name: "月结单", holds: "每个月一份：两边的合计，差额逐条解释", day: "这些日子所在的月份，整月" },
  journal: { name: "分录", holds: "每笔借贷一行：凭证号、科目、金额", day: "记账的日子" },
  invoices: { name: "发票", holds: "每张发票上的每笔订单一行，可用于批量开票", day: "申请的日子" },
  audit: { name: "操作记录", holds: "谁做过什么，每次一行", day: "操作的日子" },
} as const;

export const EXPORT_NAMES = [
  "orders",
  "payments",
  "refunds",
  "ledger",
  "bills",
  "differences",
  "closing",
  "journal",
  "invoices",
  "audit",
] as const satisfies readonly (keyof typeof EXPORTS)[];
export type ExportName = (typeof EXPORT_NAMES)[number];

/** A day of this century, as a query names it. */
const day = z.iso
  .date("应为日期，如 2026-01-31")
  .refine((text) => text.startsWith("20"), "应为 2000 年到 2099 年之间的日子");

export const dayRangeQuery = {
  from: queryText(day).describe(`北京时间的哪一天开始；不给：到 \`to\` 为止的 ${USUAL_DAYS} 天`),
  to: queryText(day).describe("到哪一天为止，这一天在内；不给：今天"),
};

const exportView = z.strictObject({
  file: z.string().describe("文件名"),
  name: z.enum(EXPORT_NAMES),
  from: z.iso.date(),
  to: z.iso.date(),
  by: words.describe("谁导出的"),
  startTime: instant,
  finished: z
    .strictObject({ rows: count, bytes: count, sha256: z.string().describe("整个文件的校验值"), time: instant })
    .nullable()
    .describe("null：还在读，或者没有读完；这样的文件不完整"),
});
export type ExportView = z.infer<typeof exportView>;

const exportsView = z.strictObject({ list: z.array(exportView).describe("最近的在前") });

export const exportEndpoints = {
  "GET /api/admin/exports": {
    access: "admin",
    permission: "exports:read",
    summary: "最近的导出，各有多少行，文件的校验值是什么",
    answer: exportsView,
  },
  "GET /api/admin/exports/[name]": {
    access: "admin",
    permission: "exports:read",
    summary: "把一段日子导出成 CSV 文件；记入审计。连接中断的文件不完整",
    params: z.strictObject({ name: z.enum(EXPORT_NAMES) }),
    query: z.strictObject(dayRangeQuery),
    file: "text/csv",
    answer: z.string(),
    errors: ["TOO_MANY_REQUESTS"],
  },
} satisfies EndpointTable;
