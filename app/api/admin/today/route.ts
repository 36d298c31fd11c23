import { getToday } from "@/lib/books/get-today.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/today", { handle: ({ context }) => getToday(context.now) });
