import type { Metadata } from "next";
import { Deliveries } from "@/components/events/deliveries.tsx";
import { deliveriesQuery } from "@/components/events/queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { listDeliveries } from "@/lib/events/deliveries.ts";
import { AdminPage, firstPageRead, questionOf } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "推送记录" };

export default async function DeliveriesPage({ params }: { params: Promise<{ endpointId: string }> }) {
  const { endpointId } = await params;
  const { params: schema } = endpoints["GET /api/admin/webhook-endpoints/[endpointId]/deliveries"];
  return (
    <AdminPage
      permission="keys:manage"
      reads={() => [
        firstPageRead(deliveriesQuery(endpointId), async () =>
          listDeliveries(BigInt(questionOf(schema, { endpointId }).endpointId), {}),
        ),
      ]}
    >
      <Deliveries endpointId={endpointId} />
    </AdminPage>
  );
}
