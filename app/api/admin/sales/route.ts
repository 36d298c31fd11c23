import { getAdminSales } from "@/lib/catalog/get-sales.ts";
import { switchSales } from "@/lib/catalog/switch-sales.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/sales", { handle: ({ context }) => getAdminSales(context.now) });

export const POST = route("POST /api/admin/sales", { handle: ({ body, context }) => switchSales(body, context) });
