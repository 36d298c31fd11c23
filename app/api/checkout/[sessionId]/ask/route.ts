import { askAboutCheckout } from "@/lib/checkout/get-checkout.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/checkout/[sessionId]/ask", {
  handle: ({ checkout, context }) => askAboutCheckout(checkout, context.now),
});
