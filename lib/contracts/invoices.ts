import { z } from "zod";
import { INVOICE_KINDS, INVOICE_STATUSES, type InvoiceKind, type InvoiceStatus } from "../core/states.ts";
import { isTaxNumber } from "../core/tax-number.ts";
import { emailSchema } from "./accounts.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, orderSnSchema, queryText } from "./envelope.ts";
import { instant, words, yuan } from "./values.ts";

export const INVOICE_KIND_TEXTS = { PERSON: "个人", COMPANY: "企业" } as const satisfies Record<InvoiceKind, string>;

export const INVOICE_STATUS_TEXTS = {
  REQUESTED: "待开",
  ISSUED: "已开",
  RED_ASKED: "待冲红",
  RED: "已冲红",
  REFUSED: "未通过",
  WITHDRAWN: "已撤回",
} as const satisfies Record<InvoiceStatus, string>;

const invoiceStatus = z
  .enum(INVOICE_STATUSES)
  .describe(INVOICE_STATUSES.map((status) => `${status} ${INVOICE_STATUS_TEXTS[status]}`).join(" · "));

/** As many orders go on one invoice. */
export const MAX_INVOICE_ORDERS = 50;

export const invoiceView = z
  .strictObject({
    invoiceSn: z.string().describe("申请号"),
    kind: z.enum(INVOICE_KINDS),
    title: z.string().describe("抬头"),
    taxNumber: z.string().nullable(),
    email: z.string(),
    amount: yuan.describe("票面金额：各订单实付而没有退的之和"),
    status: invoiceStatus,
    statusText: words,
    orders: z.array(
      z.strictObject({
        orderSn: z.string(),
        productName: z.string(),
        amount: yuan,
        isDropped: z.boolean().describe("因为退款，已经从申请里去掉"),
      }),
    ),
    number: z.string().nullable().describe("发票号码"),
    issuedDate: z.iso.date().nullable().describe("开票日期"),
    fileUrl: z.string().nullable().describe("在哪里下载；null：没有，或者文件在这里"),
    hasFile: z.boolean().describe("文件在这里"),
    redNumber: z.string().nullable().describe("红字发票号码"),
    redDate: z.iso.date().nullable(),
    reason: words.nullable().describe("没有通过的原因"),
    createTime: instant,
    decidedTime: instant.nullable().describe("最近一次有人处理的时间"),
  })
  .meta({ id: "Invoice" });
export type InvoiceView = z.infer<typeof invoiceView>;

const invoicesView = z.strictObject({
  list: z.array(invoiceView).describe("最新的在前"),
  next: idSchema.nullable().describe("下一页以它作为 `before`；null：没有了"),
});
export type InvoicesView = z.infer<typeof invoicesView>;

export const cursor = queryText(idText("应为上一页给出的编号"));

const title = z
  .string()
  .trim()
  .min(1, "请填写抬头")
  .max(100, "抬头最多 100 个字")
  .regex(/^\P{Cc}+$/u, "抬头不能有控制字符");

const choicesView = z.strictObject({
  list: z
    .array(z.strictObject({ orderSn: z.string(), productName: z.string(), paymentTime: instant, amount: yuan }))
    .describe("现在可以开发票的订单，最新的在前"),
  next: idSchema.nullable().describe("下一页以它作为 `before`；null：没有了"),
  last: z
    .strictObject({
      kind: z.enum(INVOICE_KINDS),
      title: z.string(),
      taxNumber: z.string().nullable(),
      email: z.string(),
    })
    .nullable()
    .describe("上一次填写的抬头"),
});
export type InvoiceChoicesView = z.infer<typeof choicesView>;

export const requestInvoiceBody = z
  .strictObject({
    orderSns: z
      .array(orderSnSchema)
      .min(1, "请选择订单")
      .max(MAX_INVOICE_ORDERS, `一张发票最多 ${MAX_INVOICE_ORDERS} 笔订单`)
      .refine((all) => new Set(all).size === all.length, "同一笔订单不能选两次"),
    kind: z.enum(INVOICE_KINDS).describe("PERSON：个人 · COMPANY：企业"),
    title,
    taxNumber: z
      .string()
      .trim()
      .toUpperCase()
      .refine(isTaxNumber, "税号不对：应为 18 位统一社会信用代码，或原来的 15、20 位税号")
      .exactOptional()
      .describe("企业必填；个人不填"),
    email: emailSchema,
  })
  .refine(({ kind, taxNumber }) => kind === "PERSON" || taxNumber !== undefined, {
    path: ["taxNumber"],
    message: "企业抬头要填税号",
  })
  .refine(({ kind, taxNumber }) => kind === "COMPANY" || taxNumber === undefined, {
    path: ["taxNumber"],
    message: "个人抬头不填税号",
  });
export type RequestInvoiceBody = z.infer<typeof requestInvoiceBody>;

export const invoiceSnParams = z.strictObject({
  invoiceSn: z.string().regex(/^i[0-9a-z]{16,63}$/, "申请号格式不正确"),
});

export const invoiceEndpoints = {
  "GET /api/invoices": {
    access: "member",
    portal: true,
    summary: "自己的发票，最新的在前",
    query: z.strictObject({ before: cursor.describe("上一页给出的 `next`") }),
    answer: invoicesView,
  },
  "GET /api/invoices/choices": {
    access: "member",
    portal: true,
    summary: "现在可以开发票的订单，和上一次填写的抬头",
    query: z.strictObject({ before: cursor.describe("上一页给出的 `next`") }),
    answer: choicesView,
  },
  "POST /api/invoices": {
    access: "member",
    portal: true,
    summary: "为一笔或几笔订单申请发票；金额是实付而没有退的",
    body: requestInvoiceBody,
    idempotent: true,
    answer: invoiceView,
    errors: ["ORDER_NOT_FOUND", "ORDER_NOT_INVOICEABLE", "IDEMPOTENCY_KEY_REUSED", "TOO_MANY_REQUESTS"],
  },
  "POST /api/invoices/[invoiceSn]/withdraw": {
    access: "member",
    portal: true,
    summary: "撤回还没有开的申请",
    params: invoiceSnParams,
    answer: invoiceView,
    errors: ["INVOICE_NOT_FOUND", "INVOICE_CHANGED"],
  },
  "POST /api/invoices/[invoiceSn]/red-letter": {
    access: "member",
    portal: true,
    summary: "申请把已开的发票冲红，之后订单才能退款",
    params: invoiceSnParams,
    answer: invoiceView,
    errors: ["INVOICE_NOT_FOUND", "INVOICE_CHANGED"],
  },
  "GET /api/invoices/[invoiceSn]/file": {
    access: "member",
    portal: true,
    summary: "自己发票的文件",
    params: invoiceSnParams,
    file: "application/octet-stream",
    answer: z.string(),
    errors: ["INVOICE_NOT_FOUND"],
  },
} satisfies EndpointTable;
