import { closeAlert } from "@/lib/accounts/close-alert.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/alerts/[alertId]/close", {
  handle: async ({ member, params, context }) => {
    await closeAlert(member.id, BigInt(params.alertId), context);
    return null;
  },
});
