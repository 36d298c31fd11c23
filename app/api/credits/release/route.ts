import { releaseReservation } from "@/lib/credits/release-reservation.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute("POST /api/credits/release", releaseReservation);
