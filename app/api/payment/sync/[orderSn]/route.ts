import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { syncPayment } from "@/lib/payments/sync-payment.ts";

export const POST = route({
  access: "member",
  params: orderSnParams,
  handle: ({ member, params, context }) => syncPayment(member.id, params.orderSn, context),
});
