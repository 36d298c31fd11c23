import type { InvoiceView } from "../contracts/invoices.ts";
import type { Context } from "../core/context.ts";
import { actOnInvoice } from "./change-invoice.ts";
import { changeInvoice } from "./parts.ts";
import { invoiceView } from "./view.ts";

/**
 * The buyer asks for the red letter of an issued invoice, which then stands in finance's queue. Throws INVOICE_NOT_FOUND (404),
 * INVOICE_CHANGED (409).
 */
export async function askRedLetter(memberId: bigint, invoiceSn: string, { now }: Context): Promise<InvoiceView> {
  return invoiceView(
    await actOnInvoice(memberId, invoiceSn, "askRed", (commit, invoice, status) =>
      changeInvoice(commit, invoice, { status, reason: null }, now),
    ),
  );
}
