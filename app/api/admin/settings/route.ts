import { getSettings } from "@/lib/accounts/get-settings.ts";
import { saveSettings } from "@/lib/accounts/save-settings.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/settings", { handle: () => getSettings() });

export const PUT = route("PUT /api/admin/settings", { handle: ({ body, context }) => saveSettings(body, context) });
