import { setGauges } from "@/lib/books/set-gauges.ts";
import { answerMetrics } from "@/lib/http/metrics-route.ts";
import { setJobGauges } from "@/lib/jobs/set-job-gauges.ts";

export const GET = answerMetrics(setGauges, setJobGauges);
