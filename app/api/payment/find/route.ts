import { FIND_PAYMENT_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";
import { findPayment } from "@/lib/refunds/find-payment.ts";

export const POST = route("POST /api/payment/find", {
  limit: FIND_PAYMENT_LIMIT,
  handle: ({ member, body, context }) => findPayment(member.id, body.number, context),
});
