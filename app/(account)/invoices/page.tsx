import type { Metadata } from "next";
import { InvoiceList } from "@/components/invoices/invoice-list.tsx";
import { invoicesQuery } from "@/components/invoices/queries.ts";
import { listInvoices } from "@/lib/invoices/list-invoices.ts";
import { firstPageRead, MemberPage } from "../../first-data.tsx";

export const metadata: Metadata = { title: "发票" };

export default function InvoicesPage() {
  return (
    <MemberPage portal reads={({ id }) => [firstPageRead(invoicesQuery(), () => listInvoices(id))]}>
      <InvoiceList />
    </MemberPage>
  );
}
