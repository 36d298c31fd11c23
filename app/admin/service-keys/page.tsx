import type { Metadata } from "next";
import { serviceKeysQuery } from "@/components/admin/queries.ts";
import { ServiceKeys } from "@/components/admin/service-keys.tsx";
import { listServiceKeys } from "@/lib/accounts/list-service-keys.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "服务密钥" };

export default function ServiceKeysPage() {
  return (
    <AdminPage permission="keys:manage" reads={() => [firstRead(serviceKeysQuery(), () => listServiceKeys())]}>
      <ServiceKeys />
    </AdminPage>
  );
}
