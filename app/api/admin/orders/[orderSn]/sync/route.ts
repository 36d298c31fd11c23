import { route } from "@/lib/http/route.ts";
import { syncAnyOrder } from "@/lib/refunds/sync-any-order.ts";

export const POST = route("POST /api/admin/orders/[orderSn]/sync", {
  handle: ({ params, context }) => syncAnyOrder(params.orderSn, context),
});
