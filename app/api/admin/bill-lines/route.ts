import { searchBillLines } from "@/lib/books/search-bill-lines.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/bill-lines", { handle: ({ query }) => searchBillLines(query) });
