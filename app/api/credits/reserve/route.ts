import { reserveCredits } from "@/lib/credits/reserve-credits.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute("POST /api/credits/reserve", reserveCredits);
