import { showServiceCatalog } from "@/lib/catalog/show-catalog.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/catalog", { handle: () => showServiceCatalog() });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
