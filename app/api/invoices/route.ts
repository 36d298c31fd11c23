import { route } from "@/lib/http/route.ts";
import { INVOICE_LIMIT } from "@/lib/http/limits.ts";
import { listInvoices } from "@/lib/invoices/list-invoices.ts";
import { requestInvoice } from "@/lib/invoices/request-invoice.ts";

export const GET = route("GET /api/invoices", {
  handle: ({ member, query }) => listInvoices(member.id, query.before),
});

export const POST = route("POST /api/invoices", {
  limit: INVOICE_LIMIT,
  handle: ({ member, body, requestKey, context }) => requestInvoice(member.id, { ...body, requestKey }, context),
});
