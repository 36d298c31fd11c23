import type { Metadata } from "next";
import { OrderPage } from "@/components/orders/order-page.tsx";

export const metadata: Metadata = { title: "订单" };

export default async function OneOrderPage({ params }: { params: Promise<{ orderSn: string }> }) {
  const { orderSn } = await params;
  return <OrderPage orderSn={orderSn} />;
}
