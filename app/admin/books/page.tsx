import type { Metadata } from "next";
import { Books } from "@/components/books/books.tsx";

export const metadata: Metadata = { title: "账目" };

export default function BooksPage() {
  return <Books />;
}
