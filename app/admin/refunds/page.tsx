import type { Metadata } from "next";
import { REFUNDS_PER_PAGE, refundsToReviewQuery } from "@/components/refunds/queries.ts";
import { reviewFilterOf } from "@/components/refunds/review-filter.ts";
import { ReviewList } from "@/components/refunds/review-list.tsx";
import { listRefundsQuery } from "@/lib/contracts/refunds.ts";
import { listRefundsForReview } from "@/lib/refunds/list-refunds.ts";
import { AdminPage, firstRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "退款审核" };

export default async function RefundsPage({ searchParams }: { searchParams: SearchParams }) {
  const filter = reviewFilterOf(await searchOf(searchParams));
  const question = { status: filter.status, pageNum: String(filter.pageNum), pageSize: String(REFUNDS_PER_PAGE) };
  return (
    <AdminPage
      reads={() => [
        firstRead(refundsToReviewQuery(filter), async () =>
          listRefundsForReview(questionOf(listRefundsQuery, question)),
        ),
      ]}
    >
      <ReviewList />
    </AdminPage>
  );
}
