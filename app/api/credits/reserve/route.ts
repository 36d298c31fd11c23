import { reserveCredits } from "@/lib/credits/reserve-credits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/credits/reserve", {
  handle: ({ member, body, context }) => reserveCredits(member.id, body, context),
});
