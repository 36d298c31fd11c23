import { consumeCredits } from "@/lib/credits/consume-credits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/credits/consume", {
  handle: ({ member, body, context }) => consumeCredits(member.id, body, context),
});
