import type { Metadata } from "next";
import { ReviewList } from "@/components/refunds/review-list.tsx";

export const metadata: Metadata = { title: "退款审核" };

export default function RefundsPage() {
  return <ReviewList />;
}
