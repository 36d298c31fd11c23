import { sumReports } from "@/lib/core/batch.ts";
import { expireLots } from "@/lib/credits/expire-lots.ts";
import { expireReservations } from "@/lib/credits/expire-reservations.ts";
import { cronRoute } from "@/lib/http/cron-route.ts";
import { expireSegments } from "@/lib/subscriptions/expire-segments.ts";
import { remindEnding } from "@/lib/subscriptions/remind-ending.ts";

/** Everything that time alone ends: leases, credits, periods; and the word before a period ends. */
export const GET = cronRoute("GET /api/cron/expire-goods", async (now) =>
  sumReports(await Promise.all([expireReservations(now), expireLots(now), expireSegments(now), remindEnding(now)])),
);
