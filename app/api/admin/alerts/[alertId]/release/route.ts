import { route } from "@/lib/http/route.ts";
import { releaseMismatch } from "@/lib/refunds/release-mismatch.ts";

/** Refunds a mismatching payment. */
export const POST = route("POST /api/admin/alerts/[alertId]/release", {
  handle: ({ member, params, context }) => releaseMismatch(member.id, BigInt(params.alertId), context),
});
