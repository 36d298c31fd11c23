import type { Metadata } from "next";
import { Closing } from "@/components/books/closing.tsx";
import { closingQuery } from "@/components/books/queries.ts";
import { getClosing } from "@/lib/books/get-closing.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { monthBefore } from "@/lib/core/day-range.ts";
import { AdminPage, firstRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "月结" };

/** In s: every line and record of a month is read. */
export const maxDuration = 300;

export default async function ClosingPage({ searchParams }: { searchParams: SearchParams }) {
  const usual = monthBefore(new Date());
  const month = (await searchOf(searchParams)).get("month") || usual;
  return (
    <AdminPage
      permission="books:read"
      reads={(_, now) => [
        firstRead(closingQuery(month), async () =>
          getClosing(questionOf(endpoints["GET /api/admin/closing"].query, { month }).month, now),
        ),
      ]}
    >
      <Closing usual={usual} />
    </AdminPage>
  );
}
