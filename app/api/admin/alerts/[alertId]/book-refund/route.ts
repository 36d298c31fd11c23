import { bookOutsideAlert } from "@/lib/books/book-outside-alert.ts";
import { route } from "@/lib/http/route.ts";

/** Books a refund that was made outside. */
export const POST = route("POST /api/admin/alerts/[alertId]/book-refund", {
  handle: ({ member, params, body, context }) =>
    bookOutsideAlert(member.id, BigInt(params.alertId), body.reason, context),
});
