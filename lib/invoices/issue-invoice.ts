import { audit } from "../accounts/parts.ts";
import type { DeskInvoiceView, IssueInvoiceBody } from "../contracts/desk-invoices.ts";
import type { Context } from "../core/context.ts";
import { beijingDay } from "../core/day-range.ts";
import { AppError } from "../core/errors.ts";
import { yuanNumber, yuanText } from "../core/money.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { actOnInvoice } from "./change-invoice.ts";
import { changeInvoice, insertFile } from "./parts.ts";
import { formatOf, type FileFormat } from "./rules.ts";
import { deskInvoiceView } from "./view.ts";

/** No file of a link, or a file whose first bytes say what it is. Throws VALIDATION_FAILED (400). */
function fileOf({ file }: IssueInvoiceBody): { readonly content: Buffer; readonly format: FileFormat } | null {
  if (file === undefined) return null;
  const content = Buffer.from(file, "base64");
  const format = formatOf(content.toString("latin1", 0, 8));
  if (!format)
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "file", message: "应为 PDF 或 OFD 文件" }] });
  return { content, format };
}

/** Throws VALIDATION_FAILED (400) for a day that has not come. */
export function requirePast(date: string, now: Date): void {
  if (date <= beijingDay(now)) return;
  throw new AppError("VALIDATION_FAILED", { issues: [{ field: "date", message: "日期还没有到" }] });
}

/**
 * Finance books an invoice that it has issued at the tax authority's platform (docs/rules.md R125). One commit with its audit row
 * and the buyer's notice. This is where a provider would give number, day and file (decision 53).
 * Throws VALIDATION_FAILED (400), INVOICE_NOT_FOUND (404), INVOICE_CHANGED (409: it is not open, or its amount is another one).
 */
export async function issueInvoice(
  adminId: bigint,
  invoiceSn: string,
  body: IssueInvoiceBody,
  context: Context,
): Promise<DeskInvoiceView> {
  const { now } = context;
  const { number, date, fileUrl = null } = body;
  requirePast(date, now);
  const file = fileOf(body);
  const issued = await actOnInvoice(null, invoiceSn, "issue", (commit, invoice, status) => {
    const { amountFen, memberId, title } = invoice;
    if (body.amount !== yuanNumber(amountFen))
      throw new AppError("INVOICE_CHANGED", { about: `票面金额现在应为 ${yuanText(amountFen)} 元` });
    changeInvoice(commit, invoice, { status, number, issuedDate: date, fileUrl, decidedBy: adminId }, now);
    if (file) insertFile(commit, invoice.id, file.format, file.content, now);
    const facts = { title, amount: yuanText(amountFen), number };
    enqueueNotice(commit, { memberId, kind: "INVOICE_ISSUED", about: invoiceSn, orderSn: null, facts }, now);
    audit(commit, "INVOICE_ISSUED", invoiceSn, { amountFen, number, date, fileUrl, format: file?.format }, context);
  });
  return deskInvoiceView(issued);
}
