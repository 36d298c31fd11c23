import { getBooks } from "@/lib/books/get-books.ts";
import { route } from "@/lib/http/route.ts";

/** In s: every invariant is asked. */
export const maxDuration = 300;

export const GET = route("GET /api/admin/books", { handle: ({ context }) => getBooks(context.now) });
