import { fileAnswer } from "@/lib/http/streamed-answer.ts";
import { route } from "@/lib/http/route.ts";
import { getInvoiceFile } from "@/lib/invoices/get-invoice-file.ts";

export const GET = route("GET /api/admin/invoices/[invoiceSn]/file", {
  handle: async ({ params }) => fileAnswer(await getInvoiceFile(null, params.invoiceSn)),
});
