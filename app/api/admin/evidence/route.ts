import { listEvidence } from "@/lib/books/list-evidence.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/evidence", { handle: ({ query }) => listEvidence(query) });
