import { route } from "@/lib/http/route.ts";
import { releaseMismatch } from "@/lib/refunds/release-mismatch.ts";

/** Sends money that does not fit its order back to whoever paid it. */
export const POST = route("POST /api/admin/alerts/[alertId]/release", {
  handle: ({ member, params, context }) => releaseMismatch(member.id, BigInt(params.alertId), context),
});
