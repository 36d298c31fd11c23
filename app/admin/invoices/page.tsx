import type { Metadata } from "next";
import { DeskInvoices } from "@/components/invoices/desk-invoices.tsx";
import { invoiceQueueOf } from "@/components/invoices/invoice-queue.ts";
import { deskInvoicesQuery } from "@/components/invoices/queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { listDeskInvoices } from "@/lib/invoices/list-invoices.ts";
import { AdminPage, firstPageRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "发票" };

export default async function AdminInvoicesPage({ searchParams }: { searchParams: SearchParams }) {
  const { queue, query } = invoiceQueueOf(await searchOf(searchParams));
  return (
    <AdminPage
      permission="invoices:read"
      reads={() => [
        firstPageRead(deskInvoicesQuery(queue, query), async () =>
          listDeskInvoices(questionOf(endpoints["GET /api/admin/invoices"].query, { queue, query })),
        ),
      ]}
    >
      <DeskInvoices />
    </AdminPage>
  );
}
