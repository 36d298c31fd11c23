import { consumeCreditsBody, serviceConsumeCreditsBody } from "@/lib/contracts/credits.ts";
import { consumeCredits } from "@/lib/credits/consume-credits.ts";
import { spendRoute } from "@/lib/http/spend-route.ts";

export const POST = spendRoute({ own: consumeCreditsBody, service: serviceConsumeCreditsBody }, consumeCredits);
