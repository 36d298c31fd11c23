import { closeAlert } from "@/lib/accounts/close-alert.ts";
import { alertIdParams } from "@/lib/contracts/alerts.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route({
  access: "admin",
  params: alertIdParams,
  handle: async ({ member, params, context }) => closeAlert(member.id, BigInt(params.alertId), context),
});
