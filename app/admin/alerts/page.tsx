import type { Metadata } from "next";
import { AlertList } from "@/components/admin/alert-list.tsx";
import { ALERTS_PER_PAGE, alertsQuery } from "@/components/admin/queries.ts";
import { pageNumOf } from "@/components/ui/page-number.ts";
import { listAlerts } from "@/lib/accounts/list-alerts.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "待办提醒" };

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const pageNum = pageNumOf(await searchOf(searchParams));
  return (
    <AdminPage
      permission="alerts:read"
      reads={() => [firstRead(alertsQuery(pageNum), () => listAlerts({ pageNum, pageSize: ALERTS_PER_PAGE }))]}
    >
      <AlertList />
    </AdminPage>
  );
}
