import { getSettings } from "@/lib/accounts/get-settings.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/support", {
  handle: async () => ({ contact: (await getSettings()).supportContact }),
});
