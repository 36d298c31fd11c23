import { route } from "@/lib/http/route.ts";
import { bookRedLetter } from "@/lib/invoices/book-red-letter.ts";

export const POST = route("POST /api/admin/invoices/[invoiceSn]/red-letter", {
  handle: ({ member, params, body, context }) => bookRedLetter(member.id, params.invoiceSn, body, context),
});
