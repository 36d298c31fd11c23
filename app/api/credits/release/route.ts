import { releaseReservationBody, serviceReleaseReservationBody } from "@/lib/contracts/credits.ts";
import { releaseReservation } from "@/lib/credits/release-reservation.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute(
  { own: releaseReservationBody, service: serviceReleaseReservationBody },
  releaseReservation,
);
