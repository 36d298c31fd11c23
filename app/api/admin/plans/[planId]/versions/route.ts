import { listPlanVersions } from "@/lib/catalog/list-goods.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/plans/[planId]/versions", {
  handle: ({ params, query }) => listPlanVersions(params.planId, query.before),
});
