import { getSales } from "@/lib/catalog/get-sales.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/sales", { handle: ({ context }) => getSales(context.now) });
