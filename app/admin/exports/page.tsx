import type { Metadata } from "next";
import { Exports } from "@/components/books/exports.tsx";
import { exportsQuery } from "@/components/books/queries.ts";
import { listExports } from "@/lib/books/list-exports.ts";
import { dayRange } from "@/lib/core/day-range.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "导出" };

export default function ExportsPage() {
  const { from, to } = dayRange({}, new Date());
  return (
    <AdminPage permission="exports:read" reads={() => [firstRead(exportsQuery(), () => listExports())]}>
      <Exports days={{ from, to }} />
    </AdminPage>
  );
}
