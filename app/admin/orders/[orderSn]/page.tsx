import type { Metadata } from "next";
import { OrderFile } from "@/components/admin/order-file.tsx";

export const metadata: Metadata = { title: "订单详情" };

export default async function AdminOrderPage({ params }: { params: Promise<{ orderSn: string }> }) {
  const { orderSn } = await params;
  return <OrderFile orderSn={orderSn} />;
}
