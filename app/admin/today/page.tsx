import type { Metadata } from "next";
import { Jobs } from "@/components/books/jobs.tsx";
import { Today } from "@/components/books/today.tsx";

export const metadata: Metadata = { title: "今天" };

export default function TodayPage() {
  return (
    <>
      <Today />
      <Jobs />
    </>
  );
}
