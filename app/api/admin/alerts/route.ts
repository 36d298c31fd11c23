import { listAlerts } from "@/lib/accounts/list-alerts.ts";
import { listAlertsQuery } from "@/lib/contracts/alerts.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({ access: "admin", query: listAlertsQuery, handle: ({ query }) => listAlerts(query) });
