import type { Metadata } from "next";
import { filterOf } from "@/components/orders/order-filter.ts";
import { OrderList } from "@/components/orders/order-list.tsx";
import { ordersQuery, ordersQuestion } from "@/components/orders/queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { listOrders } from "@/lib/orders/list-orders.ts";
import { firstRead, MemberPage, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "支付记录" };

export default async function OrdersPage({ searchParams }: { searchParams: SearchParams }) {
  const filter = filterOf(await searchOf(searchParams));
  return (
    <MemberPage
      portal
      reads={({ id }, now) => [
        firstRead(ordersQuery(filter), async () =>
          listOrders(id, questionOf(endpoints["GET /api/payment/orders"].query, ordersQuestion(filter)), now),
        ),
      ]}
    >
      <OrderList />
    </MemberPage>
  );
}
