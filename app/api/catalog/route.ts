import { listCatalog } from "@/lib/catalog/list-catalog.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({ access: "public", handle: () => listCatalog() });
