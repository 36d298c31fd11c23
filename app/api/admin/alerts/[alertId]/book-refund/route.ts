import { route } from "@/lib/http/route.ts";
import { bookOutside } from "@/lib/refunds/book-outside-refund.ts";

/** Books a refund that was made outside. */
export const POST = route("POST /api/admin/alerts/[alertId]/book-refund", {
  handle: ({ member, params, body, context }) => bookOutside(member.id, BigInt(params.alertId), body.reason, context),
});
