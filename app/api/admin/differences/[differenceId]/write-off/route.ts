import { writeOffDifference } from "@/lib/books/write-off-difference.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/differences/[differenceId]/write-off", {
  handle: ({ member, params, body, context }) =>
    writeOffDifference(member.id, BigInt(params.differenceId), body.reason, context),
});
