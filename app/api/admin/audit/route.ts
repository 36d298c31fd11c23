import { listAudit } from "@/lib/books/list-audit.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/audit", { handle: ({ query, context }) => listAudit(query, context.now) });
