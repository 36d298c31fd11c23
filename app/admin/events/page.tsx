import type { Metadata } from "next";
import { webhooksQuery } from "@/components/events/queries.ts";
import { Webhooks } from "@/components/events/webhooks.tsx";
import { listWebhooks } from "@/lib/events/endpoints.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "事件推送" };

export default function EventsPage() {
  return (
    <AdminPage permission="keys:manage" reads={(_, now) => [firstRead(webhooksQuery(), () => listWebhooks(now))]}>
      <Webhooks />
    </AdminPage>
  );
}
