import type { InvoiceView } from "@/lib/contracts/invoices.ts";
import { StatusTag } from "../ui/status-tag.tsx";

const TONES = {
  REQUESTED: "waiting",
  ISSUED: "good",
  RED_ASKED: "waiting",
  RED: "gone",
  REFUSED: "bad",
  WITHDRAWN: "gone",
} as const;

export function InvoiceTag({ invoice }: { invoice: Pick<InvoiceView, "status" | "statusText"> }) {
  return <StatusTag tone={TONES[invoice.status]}>{invoice.statusText}</StatusTag>;
}
