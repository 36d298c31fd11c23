import { bookDifference } from "@/lib/books/book-difference.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/differences/[differenceId]/book", {
  handle: ({ member, params, body, context }) =>
    bookDifference(member.id, BigInt(params.differenceId), body.reason, context),
});
