import { reserveCreditsBody, serviceReserveCreditsBody } from "@/lib/contracts/credits.ts";
import { reserveCredits } from "@/lib/credits/reserve-credits.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute({ own: reserveCreditsBody, service: serviceReserveCreditsBody }, reserveCredits);
