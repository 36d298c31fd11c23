import type { Metadata } from "next";
import { Journal } from "@/components/books/journal.tsx";
import { journalQuery } from "@/components/books/queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { getTrialBalance } from "@/lib/journal/get-trial-balance.ts";
import { AdminPage, firstRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "总账" };

export default async function JournalPage({ searchParams }: { searchParams: SearchParams }) {
  const month = (await searchOf(searchParams)).get("month") ?? "";
  return (
    <AdminPage
      permission="exports:read"
      reads={(_, now) => [
        firstRead(journalQuery(month), async () =>
          getTrialBalance(questionOf(endpoints["GET /api/admin/journal"].query, { month }).month, now),
        ),
      ]}
    >
      <Journal />
    </AdminPage>
  );
}
