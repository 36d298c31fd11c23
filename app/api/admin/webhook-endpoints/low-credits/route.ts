import { saveLowCredits } from "@/lib/events/endpoints.ts";
import { route } from "@/lib/http/route.ts";

export const PUT = route("PUT /api/admin/webhook-endpoints/low-credits", {
  handle: async ({ body, context }) => {
    await saveLowCredits(body.lowCredits, context);
    return null;
  },
});
