import type { Metadata } from "next";
import { differenceFilterIn } from "@/components/books/difference-words.ts";
import { Differences } from "@/components/books/differences.tsx";
import { differencesQuery } from "@/components/books/queries.ts";
import { listDifferences } from "@/lib/books/list-differences.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstPageRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "账单差异" };

export default async function DifferencesPage({ searchParams }: { searchParams: SearchParams }) {
  const filter = differenceFilterIn(await searchOf(searchParams));
  return (
    <AdminPage
      permission="books:read"
      reads={(_, now) => [
        firstPageRead(differencesQuery(filter), async () =>
          listDifferences(questionOf(endpoints["GET /api/admin/differences"].query, filter), now),
        ),
      ]}
    >
      <Differences />
    </AdminPage>
  );
}
