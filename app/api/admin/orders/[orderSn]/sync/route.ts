import { route } from "@/lib/http/route.ts";
import { syncAnyPayment } from "@/lib/payments/sync-payment.ts";

export const POST = route("POST /api/admin/orders/[orderSn]/sync", {
  handle: ({ params, context }) => syncAnyPayment(params.orderSn, context),
});
