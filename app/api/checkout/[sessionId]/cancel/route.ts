import { cancelCheckout } from "@/lib/checkout/pay-checkout.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/checkout/[sessionId]/cancel", {
  handle: ({ checkout, context }) => cancelCheckout(checkout, context.now),
});
