import { route } from "@/lib/http/route.ts";
import { syncPayment } from "@/lib/payments/sync-payment.ts";

export const POST = route("POST /api/payment/sync/[orderSn]", {
  handle: ({ member, params, context }) => syncPayment(member.id, params.orderSn, context),
});
