import type { Metadata } from "next";
import { OrderSearch } from "@/components/admin/order-search.tsx";
import { orderSearchQuery } from "@/components/admin/queries.ts";
import { searchOrders } from "@/lib/books/search-orders.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstPageRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "订单" };

export default async function AdminOrdersPage({ searchParams }: { searchParams: SearchParams }) {
  const query = (await searchOf(searchParams)).get("query") ?? "";
  return (
    <AdminPage
      permission="orders:read"
      reads={(_, now) => [
        firstPageRead(orderSearchQuery(query), async () =>
          searchOrders(questionOf(endpoints["GET /api/admin/orders"].query, { query }), now),
        ),
      ]}
    >
      <OrderSearch />
    </AdminPage>
  );
}
