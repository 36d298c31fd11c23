import type { Metadata } from "next";
import { OrderFile } from "@/components/admin/order-file.tsx";
import { evidenceQuery, orderFileQuery } from "@/components/admin/queries.ts";
import { inspectOrder } from "@/lib/books/inspect-order.ts";
import { listEvidence } from "@/lib/books/list-evidence.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstPageRead, firstRead, questionOf } from "../../../first-data.tsx";

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
        firstPageRead(evidenceQuery(orderSn), async () =>
          listEvidence(questionOf(endpoints["GET /api/admin/evidence"].query, { orderSn })),
        ),
      ]}
    >
      <OrderFile orderSn={orderSn} />
    </AdminPage>
  );
}
