import { route } from "@/lib/http/route.ts";
import { dropTarget } from "@/lib/operators/targets.ts";

export const DELETE = route("DELETE /api/admin/operator-targets/[targetId]", {
  handle: async ({ params, context }) => {
    await dropTarget(BigInt(params.targetId), context);
    return null;
  },
});
