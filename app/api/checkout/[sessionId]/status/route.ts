import { getCheckoutStatus } from "@/lib/checkout/get-checkout.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/checkout/[sessionId]/status", {
  handle: ({ checkout }) => getCheckoutStatus(checkout),
});
