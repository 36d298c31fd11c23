import { AppError } from "../core/errors.ts";
import { findFile } from "./store.ts";

/**
 * The file of an invoice and the name to save it under, which is made of the invoice's number alone. `memberId` null: of
 * whoever's. Throws INVOICE_NOT_FOUND (404).
 */
export async function getInvoiceFile(
  memberId: bigint | null,
  invoiceSn: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  const file = await findFile(memberId, invoiceSn);
  if (!file) throw new AppError("INVOICE_NOT_FOUND");
  return { name: `fapiao_${file.number}.${file.format}`, bytes: file.content };
}
