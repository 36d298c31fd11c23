import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { syncAnyPayment } from "@/lib/payments/sync-payment.ts";

export const POST = route({
  access: "admin",
  params: orderSnParams,
  handle: ({ params, context }) => syncAnyPayment(params.orderSn, context),
});
