import { route } from "@/lib/http/route.ts";
import { releaseAlert } from "@/lib/refunds/release-alert.ts";

/** Refunds a mismatching payment, or lets the goods go that an outside refund holds. */
export const POST = route("POST /api/admin/alerts/[alertId]/release", {
  handle: ({ member, params, body, context }) => releaseAlert(member.id, BigInt(params.alertId), body?.reason, context),
});
