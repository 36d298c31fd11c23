import { consumeCredits } from "@/lib/credits/consume-credits.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute("POST /api/credits/consume", consumeCredits);
