import { route } from "@/lib/http/route.ts";
import { addTarget, listTargets } from "@/lib/operators/targets.ts";

export const GET = route("GET /api/admin/operator-targets", { handle: () => listTargets() });

export const POST = route("POST /api/admin/operator-targets", {
  handle: ({ body, context }) => addTarget(body, context),
});
