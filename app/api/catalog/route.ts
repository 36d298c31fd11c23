import { showCatalog } from "@/lib/catalog/show-catalog.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/catalog", { handle: () => showCatalog() });
