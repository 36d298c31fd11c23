import type { Metadata } from "next";
import { ReviewPage } from "@/components/refunds/review-page.tsx";

export const metadata: Metadata = { title: "退款" };

export default async function OneRefundPage({ params }: { params: Promise<{ refundId: string }> }) {
  const { refundId } = await params;
  return <ReviewPage refundId={refundId} />;
}
