import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";
import { getServiceOrder } from "@/lib/membership/get-service-order.ts";

export const GET = serviceRoute("GET /api/v1/orders/[orderSn]", {
  handle: ({ params }) => getServiceOrder(params.orderSn),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
