import type { InvoiceView } from "../contracts/invoices.ts";
import type { Context } from "../core/context.ts";
import { actOnInvoice } from "./change-invoice.ts";
import { changeInvoice } from "./parts.ts";
import { invoiceView } from "./view.ts";

/**
 * The buyer takes back a request that is not issued; its orders may be put on another one. Throws INVOICE_NOT_FOUND (404),
 * INVOICE_CHANGED (409).
 */
export async function withdrawInvoice(memberId: bigint, invoiceSn: string, { now }: Context): Promise<InvoiceView> {
  return invoiceView(
    await actOnInvoice(memberId, invoiceSn, "withdraw", (commit, invoice, status) =>
      changeInvoice(commit, invoice, { status }, now),
    ),
  );
}
