import type { Metadata } from "next";
import { Acceptance } from "@/components/books/acceptance.tsx";
import { Jobs } from "@/components/books/jobs.tsx";
import { acceptanceQuery, jobsQuery, todayQuery } from "@/components/books/queries.ts";
import { Today } from "@/components/books/today.tsx";
import { getAcceptance } from "@/lib/books/get-acceptance.ts";
import { getToday } from "@/lib/books/get-today.ts";
import { listJobs } from "@/lib/jobs/list-jobs.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "今天" };

export default function TodayPage() {
  return (
    <AdminPage
      reads={(_, now) => [
        firstRead(todayQuery(), () => getToday(now)),
        firstRead(acceptanceQuery(), () => getAcceptance(now)),
        firstRead(jobsQuery(), () => listJobs(now)),
      ]}
    >
      <Today />
      <Acceptance />
      <Jobs />
    </AdminPage>
  );
}
