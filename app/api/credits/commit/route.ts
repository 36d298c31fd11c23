import { commitReservationBody, serviceCommitReservationBody } from "@/lib/contracts/credits.ts";
import { commitReservation } from "@/lib/credits/commit-reservation.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute(
  { own: commitReservationBody, service: serviceCommitReservationBody },
  commitReservation,
);
