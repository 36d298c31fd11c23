import { commitReservation } from "@/lib/credits/commit-reservation.ts";
import { forCustomer } from "@/lib/credits/for-customer.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/credits/commit", {
  handle: ({ body, context }) => forCustomer(commitReservation, body, context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
