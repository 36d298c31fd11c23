import { listCatalog } from "@/lib/catalog/list-catalog.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/catalog", { handle: () => listCatalog() });
