import type { InvoiceStanding } from "./rules.ts";
import { findStanding } from "./store.ts";

/** What stands between an order and an invoice, for a refund that must ask it (docs/rules.md R126). One read. */
export async function getStanding(orderId: bigint): Promise<InvoiceStanding> {
  const { invoice, ...rest } = await findStanding(orderId);
  return { ...rest, invoice: invoice && { ...invoice, id: BigInt(invoice.id) } };
}
