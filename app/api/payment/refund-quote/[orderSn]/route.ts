import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { quoteRefund } from "@/lib/refunds/quote-refund.ts";

export const GET = route({
  access: "member",
  params: orderSnParams,
  handle: ({ member, params, context }) => quoteRefund(member.id, params.orderSn, context.now),
});
