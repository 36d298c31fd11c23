import { commitReservation } from "@/lib/credits/commit-reservation.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute("POST /api/credits/commit", commitReservation);
