import { getReturnOrigins } from "@/lib/accounts/get-settings.ts";
import { cycleOfWord } from "@/lib/contracts/catalog.ts";
import { payWayFor, sourceTypeOf } from "@/lib/http/device.ts";
import { CREATE_ORDER_LIMIT } from "@/lib/http/limits.ts";
import { returnPlace } from "@/lib/http/origin.ts";
import { route } from "@/lib/http/route.ts";
import { placeOrder } from "@/lib/payments/place-order.ts";

export const POST = route("POST /api/payment/create-subscription-order", {
  limit: CREATE_ORDER_LIMIT,
  handle: async ({ member, body, context, requestKey, request }) =>
    placeOrder(
      {
        memberId: member.id,
        wanted: { type: "SUBSCRIPTION", planId: body.planId, billingCycle: cycleOfWord(body.billingCycle) },
        ...payWayFor(request.headers),
        sourceType: sourceTypeOf(request.headers),
        returnPath: await returnPlace(body.returnUrl, getReturnOrigins),
        expectedAmount: body.expectedAmount,
        requestKey,
      },
      context,
    ),
});
