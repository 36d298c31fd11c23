import { closeTheMonth } from "@/lib/books/close-month.ts";
import { getClosing } from "@/lib/books/get-closing.ts";
import { route } from "@/lib/http/route.ts";

/** In s: every line and record of a month is read. */
export const maxDuration = 300;

export const GET = route("GET /api/admin/closing", {
  handle: ({ query, context }) => getClosing(query.month, context.now),
});

export const POST = route("POST /api/admin/closing", {
  handle: ({ member, body, context }) => closeTheMonth(member.id, body, context),
});
