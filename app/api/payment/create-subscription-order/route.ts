import { cycleOfWord } from "@/lib/contracts/catalog.ts";
import { payWayFor, sourceTypeOf } from "@/lib/http/device.ts";
import { CREATE_ORDER_LIMIT } from "@/lib/http/limits.ts";
import { ownPath } from "@/lib/http/origin.ts";
import { route } from "@/lib/http/route.ts";
import { placeOrder } from "@/lib/payments/place-order.ts";

export const POST = route("POST /api/payment/create-subscription-order", {
  limit: CREATE_ORDER_LIMIT,
  handle: ({ member, body, context, requestKey, request }) =>
    placeOrder(
      {
        memberId: member.id,
        wanted: { type: "SUBSCRIPTION", planId: body.planId, billingCycle: cycleOfWord(body.billingCycle) },
        ...payWayFor(request.headers),
        sourceType: sourceTypeOf(request.headers),
        returnPath: ownPath(body.returnUrl),
        expectedAmount: body.expectedAmount,
        requestKey,
      },
      context,
    ),
});
