import { getCheckout } from "@/lib/checkout/get-checkout.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/checkout/[sessionId]", {
  handle: ({ checkout, context }) => getCheckout(checkout, context.now),
});
