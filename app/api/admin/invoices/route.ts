import { route } from "@/lib/http/route.ts";
import { listDeskInvoices } from "@/lib/invoices/list-invoices.ts";

export const GET = route("GET /api/admin/invoices", {
  handle: ({ query }) => listDeskInvoices(query),
});
