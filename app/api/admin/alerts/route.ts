import { listAlerts } from "@/lib/accounts/list-alerts.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/alerts", { handle: ({ query }) => listAlerts(query) });
