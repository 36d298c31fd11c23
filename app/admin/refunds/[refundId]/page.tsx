import type { Metadata } from "next";
import { refundToReviewQuery } from "@/components/refunds/queries.ts";
import { ReviewPage } from "@/components/refunds/review-page.tsx";
import { endpoints } from "@/lib/contracts/api.ts";
import { getRefundForReview } from "@/lib/refunds/list-refunds.ts";
import { AdminPage, firstRead, questionOf } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "退款" };

export default async function OneRefundPage({ params }: { params: Promise<{ refundId: string }> }) {
  const { refundId } = await params;
  return (
    <AdminPage
      permission="refunds:read"
      reads={({ id }) => [
        firstRead(refundToReviewQuery(refundId), async () =>
          getRefundForReview(
            id,
            BigInt(questionOf(endpoints["GET /api/admin/refunds/[refundId]"].params, { refundId }).refundId),
          ),
        ),
      ]}
    >
      <ReviewPage refundId={refundId} />
    </AdminPage>
  );
}
