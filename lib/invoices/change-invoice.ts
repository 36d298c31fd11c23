import { invariant } from "../core/assert.ts";
import { AppError } from "../core/errors.ts";
import type { InvoiceStatus } from "../core/states.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { INVOICE_STATUS_TEXTS } from "../contracts/invoices.ts";
import { statusAfter, type InvoiceAct } from "./rules.ts";
import { findInvoice, type StoredInvoice } from "./store.ts";

/**
 * Does one thing with an invoice and returns it as it is then; `memberId` null: whoever's it is. `write` adds what the act writes.
 * Two reads, one commit. Throws INVOICE_NOT_FOUND (404), INVOICE_CHANGED (409: it is not for an invoice of this status), BUSY (503).
 */
export function actOnInvoice(
  memberId: bigint | null,
  invoiceSn: string,
  act: InvoiceAct,
  write: (commit: Commit, invoice: StoredInvoice, to: InvoiceStatus) => void,
): Promise<StoredInvoice> {
  return retryOnConflict(async () => {
    const invoice = await findInvoice(memberId, invoiceSn);
    if (!invoice) throw new AppError("INVOICE_NOT_FOUND");
    const to = statusAfter(act, invoice.status);
    if (to === null)
      throw new AppError("INVOICE_CHANGED", { about: `它现在是「${INVOICE_STATUS_TEXTS[invoice.status]}」` });
    const commit = new Commit(`${act}Invoice`);
    write(commit, invoice, to);
    await commit.run();
    const changed = await findInvoice(memberId, invoiceSn);
    invariant(changed, "an invoice does not go away");
    return changed;
  });
}
