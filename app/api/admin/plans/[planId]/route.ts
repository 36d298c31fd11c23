import { changePlan } from "@/lib/catalog/change-plan.ts";
import { route } from "@/lib/http/route.ts";

export const PATCH = route("PATCH /api/admin/plans/[planId]", {
  handle: ({ params, body, context }) => changePlan(params.planId, body, context),
});
