import { payCheckout } from "@/lib/checkout/pay-checkout.ts";
import { payWayFor, sourceTypeOf } from "@/lib/http/device.ts";
import { CREATE_ORDER_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/checkout/[sessionId]/pay", {
  limit: CREATE_ORDER_LIMIT,
  handle: ({ checkout, query, body, context, request: { headers } }) =>
    payCheckout(
      checkout,
      { ...payWayFor(headers, query.cashier), sourceType: sourceTypeOf(headers), ...body },
      context.now,
    ),
});
