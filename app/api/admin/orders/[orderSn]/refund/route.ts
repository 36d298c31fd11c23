import { route } from "@/lib/http/route.ts";
import { quoteDeskRefund } from "@/lib/refunds/quote-desk-refund.ts";
import { startRefund } from "@/lib/refunds/start-refund.ts";

export const GET = route("GET /api/admin/orders/[orderSn]/refund", {
  handle: ({ member, params, query, context }) => quoteDeskRefund(member, params.orderSn, query, context.now),
});

export const POST = route("POST /api/admin/orders/[orderSn]/refund", {
  handle: ({ member, params, body, requestKey, context }) =>
    startRefund(member, { ...body, orderSn: params.orderSn, requestKey }, context),
});
