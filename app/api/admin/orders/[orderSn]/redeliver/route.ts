import { redeliverOrder } from "@/lib/delivery/redeliver-order.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/orders/[orderSn]/redeliver", {
  handle: ({ member, params, context }) => redeliverOrder(member.id, params.orderSn, context),
});
