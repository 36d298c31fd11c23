import type { Metadata } from "next";
import { REFUNDS_PER_PAGE, refundsToReviewQuery } from "@/components/refunds/queries.ts";
import { reviewFilterOf } from "@/components/refunds/review-filter.ts";
import { ReviewList } from "@/components/refunds/review-list.tsx";
import { listRefundsForReview } from "@/lib/refunds/list-refunds.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "退款审核" };

export default async function RefundsPage({ searchParams }: { searchParams: SearchParams }) {
  const filter = reviewFilterOf(await searchOf(searchParams));
  return (
    <AdminPage
      permission="refunds:read"
      reads={() => [
        firstRead(refundsToReviewQuery(filter), () => listRefundsForReview({ ...filter, pageSize: REFUNDS_PER_PAGE })),
      ]}
    >
      <ReviewList />
    </AdminPage>
  );
}
