import { getBooks } from "@/lib/books/get-books.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({ access: "admin", handle: ({ context }) => getBooks(context.now) });
