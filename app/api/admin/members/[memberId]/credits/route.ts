import { adjustCredits } from "@/lib/credits/adjust-credits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/members/[memberId]/credits", {
  handle: ({ member, params, body, requestKey, context }) =>
    adjustCredits(member.id, { ...body, memberId: BigInt(params.memberId), requestKey }, context),
});
