import type { Metadata } from "next";
import { AuditLog } from "@/components/books/audit-log.tsx";
import { filterIn } from "@/components/books/audit-words.ts";
import { auditQuery } from "@/components/books/queries.ts";
import { listAudit } from "@/lib/books/list-audit.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { AdminPage, firstPageRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "操作记录" };

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const filter = filterIn(await searchOf(searchParams));
  return (
    <AdminPage
      permission="audit:read"
      reads={(_, now) => [
        firstPageRead(auditQuery(filter), async () =>
          listAudit(questionOf(endpoints["GET /api/admin/audit"].query, filter), now),
        ),
      ]}
    >
      <AuditLog />
    </AdminPage>
  );
}
