import { getBooks } from "@/lib/books/get-books.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/books", { handle: ({ context }) => getBooks(context.now) });
