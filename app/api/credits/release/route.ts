import { releaseReservation } from "@/lib/credits/release-reservation.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/credits/release", {
  handle: ({ member, body, context }) => releaseReservation(member.id, body, context),
});
