import { listExports } from "@/lib/books/list-exports.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/exports", { handle: () => listExports() });
