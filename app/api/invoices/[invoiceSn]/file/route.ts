import { fileAnswer } from "@/lib/http/streamed-answer.ts";
import { route } from "@/lib/http/route.ts";
import { getInvoiceFile } from "@/lib/invoices/get-invoice-file.ts";

export const GET = route("GET /api/invoices/[invoiceSn]/file", {
  handle: async ({ member, params }) => fileAnswer(await getInvoiceFile(member.id, params.invoiceSn)),
});
