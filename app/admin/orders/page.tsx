import type { Metadata } from "next";
import { OrderSearch } from "@/components/admin/order-search.tsx";

export const metadata: Metadata = { title: "订单" };

export default function AdminOrdersPage() {
  return <OrderSearch />;
}
