import type { Metadata } from "next";
import { Jobs } from "@/components/books/jobs.tsx";
import { todayQuery } from "@/components/books/queries.ts";
import { Today } from "@/components/books/today.tsx";
import { getToday } from "@/lib/books/get-today.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "今天" };

export default function TodayPage() {
  return (
    <AdminPage reads={(_, now) => [firstRead(todayQuery(), () => getToday(now))]}>
      <Today />
      <Jobs />
    </AdminPage>
  );
}
