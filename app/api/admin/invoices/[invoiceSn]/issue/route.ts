import { route } from "@/lib/http/route.ts";
import { issueInvoice } from "@/lib/invoices/issue-invoice.ts";

export const POST = route("POST /api/admin/invoices/[invoiceSn]/issue", {
  handle: ({ member, params, body, context }) => issueInvoice(member.id, params.invoiceSn, body, context),
});
