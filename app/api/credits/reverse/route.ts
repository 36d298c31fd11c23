import { reverseConsumption } from "@/lib/credits/reverse-consumption.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/credits/reverse", {
  handle: ({ body: { memberId, ...part }, requestKey, context }) =>
    reverseConsumption(BigInt(memberId), part, requestKey, context),
});
