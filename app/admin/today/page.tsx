import type { Metadata } from "next";
import { Jobs } from "@/components/books/jobs.tsx";
import { jobsQuery, todayQuery } from "@/components/books/queries.ts";
import { Today } from "@/components/books/today.tsx";
import { getToday } from "@/lib/books/get-today.ts";
import { listJobs } from "@/lib/jobs/list-jobs.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "今天" };

export default function TodayPage() {
  return (
    <AdminPage
      reads={(_, now) => [firstRead(todayQuery(), () => getToday(now)), firstRead(jobsQuery(), () => listJobs(now))]}
    >
      <Today />
      <Jobs />
    </AdminPage>
  );
}
