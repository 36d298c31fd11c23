import { route } from "@/lib/http/route.ts";
import { listChoices } from "@/lib/invoices/list-invoices.ts";

export const GET = route("GET /api/invoices/choices", {
  handle: ({ member, query, context }) => listChoices(member.id, query.before, context.now),
});
