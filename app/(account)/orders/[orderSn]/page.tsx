import type { Metadata } from "next";
import { OrderPage } from "@/components/orders/order-page.tsx";
import { orderQuery } from "@/components/orders/queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { getOrderDetail } from "@/lib/payments/get-order-detail.ts";
import { firstRead, MemberPage, questionOf } from "../../../first-data.tsx";
import { searchOf, type SearchParams } from "../../../search-params.ts";

export const metadata: Metadata = { title: "订单" };

interface OneOrderPageProps {
  params: Promise<{ orderSn: string }>;
  searchParams: SearchParams;
}

export default async function OneOrderPage({ params, searchParams }: OneOrderPageProps) {
  const { orderSn } = await params;
  const pays = (await searchOf(searchParams)).has("pay");
  return (
    <MemberPage
      portal
      reads={({ id }, now) => [
        firstRead(orderQuery(orderSn), async () =>
          getOrderDetail(
            id,
            questionOf(endpoints["GET /api/payment/order/[orderSn]"].params, { orderSn }).orderSn,
            now,
          ),
        ),
      ]}
    >
      <OrderPage orderSn={orderSn} pays={pays} />
    </MemberPage>
  );
}
