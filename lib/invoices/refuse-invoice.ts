import { audit } from "../accounts/parts.ts";
import type { DeskInvoiceView } from "../contracts/desk-invoices.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { actOnInvoice } from "./change-invoice.ts";
import { changeInvoice } from "./parts.ts";
import { deskInvoiceView } from "./view.ts";

/**
 * Finance refuses a request, whose orders are then free for another one, or the request for a red letter, after which the invoice
 * stands as it was. The buyer reads the reason. Throws INVOICE_NOT_FOUND (404), INVOICE_CHANGED (409).
 */
export async function refuseInvoice(
  adminId: bigint,
  invoiceSn: string,
  reason: string,
  context: Context,
): Promise<DeskInvoiceView> {
  const { now } = context;
  const refused = await actOnInvoice(null, invoiceSn, "refuse", (commit, invoice, status) => {
    const { amountFen, memberId, title, version } = invoice;
    changeInvoice(commit, invoice, { status, reason, decidedBy: adminId }, now);
    const kind = invoice.status === "REQUESTED" ? "INVOICE_REFUSED" : "INVOICE_RED_REFUSED";
    const facts = { title, amount: yuanText(amountFen), why: reason };
    // A red letter may be asked for and refused more than once.
    const about = kind === "INVOICE_REFUSED" ? invoiceSn : `${invoiceSn}:${version}`;
    enqueueNotice(commit, { memberId, kind, about, orderSn: null, facts }, now);
    audit(commit, kind, invoiceSn, { amountFen, reason }, context);
  });
  return deskInvoiceView(refused);
}
