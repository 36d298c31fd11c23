import type { Metadata } from "next";
import { Acceptance } from "@/components/books/acceptance.tsx";
import { Jobs } from "@/components/books/jobs.tsx";
import { acceptanceQuery, jobsQuery, todayQuery } from "@/components/books/queries.ts";
import { Today } from "@/components/books/today.tsx";
import { adminSalesQuery } from "@/components/catalog/queries.ts";
import { SalesSwitch } from "@/components/catalog/sales-switch.tsx";
import { getAcceptance } from "@/lib/books/get-acceptance.ts";
import { getToday } from "@/lib/books/get-today.ts";
import { listJobs } from "@/lib/jobs/list-jobs.ts";
import { getAdminSales } from "@/lib/catalog/get-sales.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "今天" };

export default function TodayPage() {
  return (
    <AdminPage
      permission="today:read"
      reads={(_, now) => [
        firstRead(todayQuery(), () => getToday(now)),
        firstRead(adminSalesQuery(), () => getAdminSales(now)),
        firstRead(acceptanceQuery(), () => getAcceptance(now)),
        firstRead(jobsQuery(), () => listJobs(now)),
      ]}
    >
      <Today />
      <SalesSwitch />
      <Acceptance />
      <Jobs />
    </AdminPage>
  );
}
