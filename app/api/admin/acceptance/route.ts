import { getAcceptance } from "@/lib/books/get-acceptance.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/acceptance", { handle: ({ context }) => getAcceptance(context.now) });
