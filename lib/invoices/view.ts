import type { DeskInvoiceView } from "../contracts/desk-invoices.ts";
import { INVOICE_STATUS_TEXTS, type InvoiceView } from "../contracts/invoices.ts";
import { INVOICE_WINDOW_MS } from "../core/deadlines.ts";
import { yuanNumber } from "../core/money.ts";
import { spanText } from "../core/time.ts";
import type { Uninvoiceable } from "./rules.ts";
import type { StoredInvoice } from "./store.ts";

/** An invoice as its buyer sees it. */
export function invoiceView(invoice: StoredInvoice): InvoiceView {
  const { invoiceSn, kind, title, taxNumber, email, amountFen, status, lines } = invoice;
  const { number, issuedDate, fileUrl, hasFile, redNumber, redDate, reason, createTime, decidedTime } = invoice;
  return {
    ...{ invoiceSn, kind, title, taxNumber, email, status, number, issuedDate, fileUrl, hasFile, redNumber, redDate },
    amount: yuanNumber(amountFen),
    statusText: INVOICE_STATUS_TEXTS[status],
    orders: lines.map(({ amountFen: lineFen, ...line }) => ({ ...line, amount: yuanNumber(lineFen) })),
    reason,
    createTime: createTime.toISOString(),
    decidedTime: decidedTime?.toISOString() ?? null,
  };
}

/** The same for the desk. */
export function deskInvoiceView(invoice: StoredInvoice): DeskInvoiceView {
  const { id, memberId, memberName, decidedByName } = invoice;
  return { ...invoiceView(invoice), id: Number(id), memberId: Number(memberId), memberName, decidedBy: decidedByName };
}

/** Why an order cannot be put on an invoice. */
export const WHY_NO_INVOICE: Readonly<Record<Uninvoiceable, string>> = {
  UNPAID: "还没有付款",
  REFUNDING: "退款正在进行中，有了结果才能开",
  ON_ONE: "已经在一张发票上",
  NOTHING_LEFT: "款项已经全部退回",
  TOO_LATE: `已超过付款后 ${spanText(INVOICE_WINDOW_MS)}的开票期限`,
};
