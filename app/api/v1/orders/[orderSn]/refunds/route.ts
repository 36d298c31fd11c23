import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";
import { refundServiceOrder } from "@/lib/membership/refund-service-order.ts";

export const POST = serviceRoute("POST /api/v1/orders/[orderSn]/refunds", {
  handle: ({ params, body, requestKey, context }) => refundServiceOrder({ ...params, ...body, requestKey }, context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
