import { route } from "@/lib/http/route.ts";
import { quoteRefund } from "@/lib/refunds/quote-refund.ts";

export const GET = route("GET /api/payment/refund-quote/[orderSn]", {
  handle: ({ member, params, context }) => quoteRefund(member.id, params.orderSn, context.now),
});
