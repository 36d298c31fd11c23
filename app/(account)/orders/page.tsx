import type { Metadata } from "next";
import { OrderList } from "@/components/orders/order-list.tsx";

export const metadata: Metadata = { title: "支付记录" };

export default function OrdersPage() {
  return <OrderList />;
}
