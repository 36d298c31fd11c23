import type { Metadata } from "next";
import { Insights } from "@/components/books/insights.tsx";
import { insightsQuery } from "@/components/books/queries.ts";
import { getInsights } from "@/lib/books/get-insights.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "经营" };

export default async function InsightsPage({ searchParams }: { searchParams: SearchParams }) {
  const words = await searchOf(searchParams);
  const days = { from: words.get("from") ?? "", to: words.get("to") ?? "" };
  return (
    <AdminPage
      permission="insights:read"
      reads={(_, now) => [
        firstRead(insightsQuery(days), async () =>
          getInsights(questionOf(endpoints["GET /api/admin/insights"].query, days), now),
        ),
      ]}
    >
      <Insights />
    </AdminPage>
  );
}
