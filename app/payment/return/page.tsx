import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { orderQuery } from "@/components/orders/queries.ts";
import { PaymentReturn } from "@/components/payments/payment-return.tsx";
import { paymentStatusQuery } from "@/components/payments/queries.ts";
import { getOrderStatus } from "@/lib/orders/get-order.ts";
import { getOrderDetail } from "@/lib/payments/get-order-detail.ts";
import { firstRead, MemberPage } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "付款结果" };

/** Where Alipay sends the buyer back to, by way of /api/alipay/return. */
export default async function PaymentReturnPage({ searchParams }: { searchParams: SearchParams }) {
  const orderSn = (await searchOf(searchParams)).get("orderSn");
  if (orderSn === null) redirect("/orders");
  return (
    <MemberPage
      portal
      reads={({ id }, now) => [
        firstRead(orderQuery(orderSn), () => getOrderDetail(id, orderSn, now)),
        firstRead(paymentStatusQuery(orderSn), () => getOrderStatus(id, orderSn)),
      ]}
    >
      <PaymentReturn orderSn={orderSn} />
    </MemberPage>
  );
}
