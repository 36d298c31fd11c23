import { listProductVersions } from "@/lib/catalog/list-goods.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/products/[productId]/versions", {
  handle: ({ params, query }) => listProductVersions(params.productId, query.before),
});
