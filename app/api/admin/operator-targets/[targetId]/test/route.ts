import { route } from "@/lib/http/route.ts";
import { testTarget } from "@/lib/operators/targets.ts";

export const POST = route("POST /api/admin/operator-targets/[targetId]/test", {
  handle: ({ params, context }) => testTarget(BigInt(params.targetId), context),
});
