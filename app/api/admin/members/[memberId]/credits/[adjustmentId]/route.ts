import { decideAdjustment } from "@/lib/credits/decide-adjustment.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/members/[memberId]/credits/[adjustmentId]", {
  handle: ({ member, params, body, context }) =>
    decideAdjustment(
      member.id,
      { ...body, memberId: BigInt(params.memberId), adjustmentId: BigInt(params.adjustmentId) },
      context,
    ),
});
