import { setGauges } from "@/lib/books/set-gauges.ts";
import { answerMetrics } from "@/lib/http/metrics-route.ts";

export const GET = answerMetrics(setGauges);
