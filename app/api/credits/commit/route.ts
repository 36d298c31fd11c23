import { commitReservation } from "@/lib/credits/commit-reservation.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/credits/commit", {
  handle: ({ member, body, context }) => commitReservation(member.id, body, context),
});
