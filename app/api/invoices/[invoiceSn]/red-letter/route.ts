import { route } from "@/lib/http/route.ts";
import { askRedLetter } from "@/lib/invoices/ask-red-letter.ts";

export const POST = route("POST /api/invoices/[invoiceSn]/red-letter", {
  handle: ({ member, params, context }) => askRedLetter(member.id, params.invoiceSn, context),
});
