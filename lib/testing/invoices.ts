import type { IssueInvoiceBody } from "../contracts/desk-invoices.ts";
import type { InvoiceView } from "../contracts/invoices.ts";
import { bookRedLetter } from "../invoices/book-red-letter.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { requestInvoice } from "../invoices/request-invoice.ts";
import { contextAt, type TestOrder } from "./builders.ts";

type Own = Pick<TestOrder, "memberId" | "orderSn">;

export const TITLE = {
  kind: "COMPANY",
  title: "某某科技有限公司",
  taxNumber: "9144030071526726XG",
  email: "caiwu@example.com",
} as const;

export const PDF = Buffer.from("%PDF-1.7\nan invoice").toString("base64");

/** The buyer of the orders asks for one invoice for all of them. */
export function askInvoice(
  orders: readonly [Own, ...Own[]],
  now: Date,
  requestKey: string | null = null,
): Promise<InvoiceView> {
  const [{ memberId }] = orders;
  const request = { orderSns: orders.map(({ orderSn }) => orderSn), ...TITLE, requestKey };
  return requestInvoice(memberId, request, contextAt(now, `member:${memberId}`));
}

/** Finance issues it. */
export function issue(
  adminId: bigint,
  { invoiceSn, amount }: Pick<InvoiceView, "invoiceSn" | "amount">,
  now: Date,
  changes: Partial<IssueInvoiceBody> = {},
) {
  const body = { amount, number: "25117000000000000001", date: "2026-03-01", file: PDF, ...changes };
  return issueInvoice(adminId, invoiceSn, body, contextAt(now, `admin:${adminId}`));
}

/** Finance books its red letter. */
export function bookRed(adminId: bigint, { invoiceSn }: Pick<InvoiceView, "invoiceSn">, now: Date) {
  const body = { number: "25117000000000000002", date: "2026-03-01", reason: "买家退款" };
  return bookRedLetter(adminId, invoiceSn, body, contextAt(now, `admin:${adminId}`));
}
