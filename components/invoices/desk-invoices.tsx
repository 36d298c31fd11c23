"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Segmented } from "antd";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { DeskInvoiceView, InvoiceQueue } from "@/lib/contracts/desk-invoices.ts";
import { useMay } from "../shell/member.tsx";
import { instantText } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { DeskActs } from "./desk-acts.tsx";
import { Download, InvoiceFacts, InvoiceOrders } from "./invoice-card.tsx";
import { InvoiceTag } from "./invoice-tag.tsx";
import { INVOICE_QUEUE_WORDS, invoiceQueueOf } from "./invoice-queue.ts";
import styles from "./invoices.module.css";
import { deskInvoicesQuery } from "./queries.ts";

/** Invoices for finance: what waits, what was issued, and whatever they look for. */
export function DeskInvoices() {
  const search = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const may = useMay();
  const { queue, query } = invoiceQueueOf(search);
  const show = (words: Record<string, string>) =>
    router.replace(`${pathname}?${new URLSearchParams(words)}`, { scroll: false });
  return (
    <>
      <PageHead
        title="发票"
        actions={may("exports:read") && <LinkButton href="/admin/exports">导出开票资料</LinkButton>}
      >
        在开票平台开出以后，到这里登记号码和文件，买家会收到消息。
      </PageHead>
      <search className={styles.search} aria-label="查找发票">
        <Input.Search
          // Another question in the address is another field.
          key={query}
          allowClear
          enterButton="查找"
          aria-label="订单号、申请号、发票号码或抬头"
          placeholder="订单号、申请号、发票号码或抬头"
          maxLength={100}
          defaultValue={query}
          onSearch={(text) => show(text.trim() ? { queue: "all", query: text.trim() } : { queue })}
        />
      </search>
      <div className={styles.queue}>
        <Segmented<InvoiceQueue>
          aria-label="发票状态"
          options={INVOICE_QUEUE_WORDS.map(({ queue: value, words: label }) => ({ value, label }))}
          value={queue}
          onChange={(chosen) => show({ queue: chosen, ...(query ? { query } : {}) })}
        />
      </div>
      <Found queue={queue} query={query} />
    </>
  );
}

function Found({ queue, query }: { queue: InvoiceQueue; query: string }) {
  const nothing = query
    ? "没有这样的发票。抬头要从第一个字写起。"
    : queue === "open"
      ? "没有要办的发票。"
      : "没有这样的发票。";
  return (
    <Paged found={useInfiniteQuery(deskInvoicesQuery(queue, query))} fields={["query"]}>
      {(pages) => {
        const invoices = pages.flatMap((page) => page.list);
        if (invoices.length === 0) return <Empty title={nothing} />;
        return (
          <ul className={styles.list}>
            {invoices.map((invoice) => (
              <DeskCard key={invoice.invoiceSn} invoice={invoice} />
            ))}
          </ul>
        );
      }}
    </Paged>
  );
}

function DeskCard({ invoice }: { invoice: DeskInvoiceView }) {
  const { title, amount, invoiceSn, createTime, memberId, memberName, decidedBy, decidedTime } = invoice;
  return (
    <li className={styles.invoice}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <InvoiceTag invoice={invoice} />
      </div>
      <div className={styles.sum}>
        <Money amount={amount} look="price" />
        <p className={styles.small}>
          <Link href={`/admin/members/${memberId}`}>{memberName}</Link>
          <span>{` · ${instantText(createTime)} 申请`}</span>
          {decidedBy && decidedTime && <span>{` · ${decidedBy} ${instantText(decidedTime)} 处理`}</span>}
        </p>
      </div>
      <InvoiceFacts invoice={invoice} />
      <InvoiceOrders invoice={invoice} base="/admin/orders" />
      <div className={styles.head}>
        <span className={styles.small} translate="no">
          {invoiceSn}
        </span>
        <span className={styles.acts}>
          <Download invoice={invoice} base="/api/admin/invoices" />
          <DeskActs invoice={invoice} />
        </span>
      </div>
    </li>
  );
}
