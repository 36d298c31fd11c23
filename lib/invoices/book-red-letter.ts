import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { DeskInvoiceView, RedLetterBody } from "../contracts/desk-invoices.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { actOnInvoice } from "./change-invoice.ts";
import { requirePast } from "./issue-invoice.ts";
import { changeInvoice } from "./parts.ts";
import { deskInvoiceView } from "./view.ts";

/**
 * Finance books the red letter of an issued invoice (docs/rules.md R126): the invoice is over, its orders may be refunded, and what
 * is left of them may be put on another one. Closes the alert that one is owed. Throws VALIDATION_FAILED (400),
 * INVOICE_NOT_FOUND (404), INVOICE_CHANGED (409).
 */
export async function bookRedLetter(
  adminId: bigint,
  invoiceSn: string,
  { number: redNumber, date, reason }: RedLetterBody,
  context: Context,
): Promise<DeskInvoiceView> {
  const { now } = context;
  requirePast(date, now);
  const booked = await actOnInvoice(null, invoiceSn, "bookRed", (commit, invoice, status) => {
    const { amountFen, memberId, title, number } = invoice;
    changeInvoice(commit, invoice, { status, redNumber, redDate: date, reason: null, decidedBy: adminId }, now);
    resolveAlertAbout(commit, "RED_LETTER_OWED", invoiceSn, adminId, now);
    const facts = { title, amount: yuanText(amountFen), number, redNumber };
    enqueueNotice(commit, { memberId, kind: "INVOICE_RED", about: invoiceSn, orderSn: null, facts }, now);
    audit(commit, "INVOICE_RED", invoiceSn, { amountFen, number, redNumber, date, reason }, context);
  });
  return deskInvoiceView(booked);
}
