import type { Metadata } from "next";
import { Books } from "@/components/books/books.tsx";
import { booksQuery } from "@/components/books/queries.ts";
import { getBooks } from "@/lib/books/get-books.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "账目" };

/** In s: every invariant is asked. */
export const maxDuration = 300;

export default function BooksPage() {
  return (
    <AdminPage permission="books:read" reads={(_, now) => [firstRead(booksQuery(), () => getBooks(now))]}>
      <Books />
    </AdminPage>
  );
}
