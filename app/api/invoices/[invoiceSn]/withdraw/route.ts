import { route } from "@/lib/http/route.ts";
import { withdrawInvoice } from "@/lib/invoices/withdraw-invoice.ts";

export const POST = route("POST /api/invoices/[invoiceSn]/withdraw", {
  handle: ({ member, params, context }) => withdrawInvoice(member.id, params.invoiceSn, context),
});
