"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { INVOICE_WINDOW_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { InvoiceCard } from "./invoice-card.tsx";
import styles from "./invoices.module.css";
import { invoicesQuery } from "./queries.ts";

const RequestDialog = dynamic(() => import("./request-dialog.tsx").then((module) => module.RequestDialog), {
  ssr: false,
});

/** 发票: what the member asked for, and the way to ask. An order in the address (`?orderSn=`) is chosen already. */
export function InvoiceList() {
  const orderSn = useSearchParams().get("orderSn");
  // undefined: the dialog was never wanted, so it was not even loaded.
  const [asking, setAsking] = useState<boolean>();
  return (
    <>
      <PageHead
        title="发票"
        actions={
          <Button type="primary" onClick={() => setAsking(true)}>
            申请发票
          </Button>
        }
      >
        {`付款后 ${spanText(INVOICE_WINDOW_MS)}内可以申请，金额是实付而没有退的，开出后在这里下载。`}
      </PageHead>
      <Invoices />
      {asking !== undefined && <RequestDialog open={asking} orderSn={orderSn} onClose={() => setAsking(false)} />}
    </>
  );
}

function Invoices() {
  return (
    <Paged found={useInfiniteQuery(invoicesQuery())}>
      {(pages) => {
        const invoices = pages.flatMap((page) => page.list);
        if (invoices.length === 0) return <Empty title="还没有申请过发票。" />;
        return (
          <ul className={styles.list}>
            {invoices.map((invoice) => (
              <InvoiceCard key={invoice.invoiceSn} invoice={invoice} />
            ))}
          </ul>
        );
      }}
    </Paged>
  );
}
