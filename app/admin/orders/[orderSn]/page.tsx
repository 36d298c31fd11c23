import type { Metadata } from "next";
import { OrderFile } from "@/components/admin/order-file.tsx";
import { orderFileQuery } from "@/components/admin/queries.ts";
import { inspectOrder } from "@/lib/books/inspect-order.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstRead, questionOf } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "订单详情" };

export default async function AdminOrderPage({ params }: { params: Promise<{ orderSn: string }> }) {
  const { orderSn } = await params;
  return (
    <AdminPage
      permission="orders:read"
      reads={(_, now) => [
        firstRead(orderFileQuery(orderSn), async () =>
          inspectOrder(questionOf(endpoints["GET /api/admin/orders/[orderSn]"].params, { orderSn }).orderSn, now),
        ),
      ]}
    >
      <OrderFile orderSn={orderSn} />
    </AdminPage>
  );
}
