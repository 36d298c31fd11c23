import { z } from "zod";
import { INVOICE_STATUSES, type InvoiceStatus } from "../core/states.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, queryText } from "./envelope.ts";
import { cursor, invoiceSnParams, invoiceView } from "./invoices.ts";
import { actReason, count, yuan } from "./values.ts";

const deskInvoiceView = invoiceView
  .extend({ id: idSchema, memberId: idSchema, memberName: z.string(), decidedBy: z.string().nullable() })
  .meta({ id: "DeskInvoice" });
export type DeskInvoiceView = z.infer<typeof deskInvoiceView>;

/** What finance looks at: open is asked for and not done, an invoice or a red letter; ended came to nothing. */
export const INVOICE_QUEUES = {
  open: ["REQUESTED", "RED_ASKED"],
  issued: ["ISSUED"],
  red: ["RED"],
  ended: ["REFUSED", "WITHDRAWN"],
  all: INVOICE_STATUSES,
} as const satisfies Record<string, readonly InvoiceStatus[]>;
export const INVOICE_QUEUE_NAMES = ["open", "issued", "red", "ended", "all"] as const;
export type InvoiceQueue = (typeof INVOICE_QUEUE_NAMES)[number];

export const deskInvoicesQuery = z.strictObject({
  queue: queryText(z.enum(INVOICE_QUEUE_NAMES)).describe(
    "open 待办，最早的在前 · issued 已开 · red 已冲红 · ended 未开 · all 全部",
  ),
  query: queryText(
    z
      .string()
      .trim()
      .min(1)
      .max(100, "最多 100 个字")
      .regex(/^\P{Cc}+$/u, "不能有控制字符"),
  ).describe("订单号、申请号、发票号码，或者抬头的开头"),
  after: cursor.describe("上一页给出的 `next`"),
});
export type DeskInvoicesQuery = z.infer<typeof deskInvoicesQuery>;

const deskInvoicesView = z.strictObject({
  list: z.array(deskInvoiceView),
  next: idSchema.nullable().describe("下一页以它作为 `after`；null：没有了"),
  open: count.describe("待办一共多少张，最多数到 1000"),
});
export type DeskInvoicesView = z.infer<typeof deskInvoicesView>;

export const MAX_INVOICE_FILE_BYTES = 524_288;

const invoiceNumber = z.string().regex(/^(\d{8}|\d{20})$/, "发票号码应为 8 位或 20 位数字");
const paperDay = z.iso
  .date("应为日期，如 2026-01-31")
  .refine((day) => day.startsWith("20"), "应为 2000 年到 2099 年之间的日子");

export const issueInvoiceBody = z
  .strictObject({
    amount: yuan.describe("票面金额：与申请的不同就不受理"),
    number: invoiceNumber,
    date: paperDay.describe("开票日期"),
    fileUrl: z
      .url({ protocol: /^https$/, message: "请填写以 https:// 开头的地址" })
      .max(500, "最多 500 个字")
      .exactOptional()
      .describe("买家从哪里下载"),
    file: z
      .base64("应为 base64")
      .min(1, "文件是空的")
      .max(Math.ceil(MAX_INVOICE_FILE_BYTES / 3) * 4, `文件最大 ${MAX_INVOICE_FILE_BYTES / 1024} KB`)
      .exactOptional()
      .describe(`PDF 或 OFD 文件，base64，最大 ${MAX_INVOICE_FILE_BYTES / 1024} KB`),
  })
  .superRefine(({ fileUrl, file }, { addIssue }) => {
    if ((fileUrl === undefined) !== (file === undefined)) return;
    for (const field of ["fileUrl", "file"])
      addIssue({ code: "custom", path: [field], message: "下载地址和文件，给其中一个" });
  });
export type IssueInvoiceBody = z.infer<typeof issueInvoiceBody>;

const redLetterBody = z.strictObject({ number: invoiceNumber, date: paperDay, reason: actReason });
export type RedLetterBody = z.infer<typeof redLetterBody>;

export const deskInvoiceEndpoints = {
  "GET /api/admin/invoices": {
    access: "admin",
    permission: "invoices:read",
    summary: "发票：待开、待冲红的，和已经办过的",
    query: deskInvoicesQuery,
    answer: deskInvoicesView,
  },
  "GET /api/admin/invoices/[invoiceSn]/file": {
    access: "admin",
    permission: "invoices:read",
    summary: "一张发票的文件",
    params: invoiceSnParams,
    file: "application/octet-stream",
    answer: z.string(),
    errors: ["INVOICE_NOT_FOUND"],
  },
  "POST /api/admin/invoices/[invoiceSn]/issue": {
    access: "admin",
    permission: "invoices:decide",
    summary: "登记一张在开票平台开出的发票：号码、日期，和下载地址或文件",
    params: invoiceSnParams,
    body: issueInvoiceBody,
    // The file in base64, and what stands around it.
    maxBodyBytes: Math.ceil(MAX_INVOICE_FILE_BYTES / 3) * 4 + 4_096,
    answer: deskInvoiceView,
    errors: ["INVOICE_NOT_FOUND", "INVOICE_CHANGED"],
  },
  "POST /api/admin/invoices/[invoiceSn]/refuse": {
    access: "admin",
    permission: "invoices:decide",
    summary: "驳回一张发票的申请，或者冲红的申请",
    params: invoiceSnParams,
    body: z.strictObject({ reason: actReason }),
    answer: deskInvoiceView,
    errors: ["INVOICE_NOT_FOUND", "INVOICE_CHANGED"],
  },
  "POST /api/admin/invoices/[invoiceSn]/red-letter": {
    access: "admin",
    permission: "invoices:decide",
    summary: "登记红字发票：原来的发票作废，订单可以退款，其余部分可以再开",
    params: invoiceSnParams,
    body: redLetterBody,
    answer: deskInvoiceView,
    errors: ["INVOICE_NOT_FOUND", "INVOICE_CHANGED"],
  },
} satisfies EndpointTable;
