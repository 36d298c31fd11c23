import { route } from "@/lib/http/route.ts";
import { refuseInvoice } from "@/lib/invoices/refuse-invoice.ts";

export const POST = route("POST /api/admin/invoices/[invoiceSn]/refuse", {
  handle: ({ member, params, body, context }) => refuseInvoice(member.id, params.invoiceSn, body.reason, context),
});
