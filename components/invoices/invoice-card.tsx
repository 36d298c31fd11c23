"use client";

import { Button, Popconfirm } from "antd";
import Link from "next/link";
import { INVOICE_KIND_TEXTS, type InvoiceView } from "@/lib/contracts/invoices.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Money } from "../ui/money.tsx";
import { useSay } from "../ui/say.tsx";
import { InvoiceTag } from "./invoice-tag.tsx";
import styles from "./invoices.module.css";
import { useAskRedLetter, useWithdrawInvoice } from "./queries.ts";

/** One invoice: what it says, where it stands, and what its buyer can do with it now. */
export function InvoiceCard({ invoice }: { invoice: InvoiceView }) {
  const { title, amount, createTime } = invoice;
  return (
    <li className={styles.invoice}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <InvoiceTag invoice={invoice} />
      </div>
      <div className={styles.sum}>
        <Money amount={amount} look="price" />
        <span className={styles.small}>
          <Instant iso={createTime} /> 申请
        </span>
      </div>
      <InvoiceFacts invoice={invoice} />
      <InvoiceOrders invoice={invoice} base="/orders" />
      <div className={styles.buttons}>
        <Download invoice={invoice} base="/api/invoices" />
        {invoice.status === "REQUESTED" && <Withdraw invoiceSn={invoice.invoiceSn} />}
        {invoice.status === "ISSUED" && <AskRedLetter invoiceSn={invoice.invoiceSn} />}
      </div>
    </li>
  );
}

/** What stands on the paper, and why there is none. */
export function InvoiceFacts({ invoice }: { invoice: InvoiceView }) {
  const { kind, taxNumber, email, number, issuedDate, redNumber, redDate, reason } = invoice;
  return (
    <Facts
      facts={[
        { label: "抬头类型", value: INVOICE_KIND_TEXTS[kind] },
        { label: "税号", value: taxNumber && <span translate="no">{taxNumber}</span> },
        { label: "邮箱", value: <span translate="no">{email}</span> },
        { label: "发票号码", value: number && <span translate="no">{number}</span> },
        { label: "开票日期", value: issuedDate },
        { label: "红字发票号码", value: redNumber && <span translate="no">{redNumber}</span> },
        { label: "冲红日期", value: redDate },
        { label: invoice.status === "ISSUED" ? "没有冲红的原因" : "没有通过的原因", value: reason },
      ]}
    />
  );
}

/** `base`: where the orders are shown. */
export function InvoiceOrders({ invoice, base }: { invoice: InvoiceView; base: "/orders" | "/admin/orders" }) {
  return (
    <ul className={styles.orders} aria-label="订单">
      {invoice.orders.map(({ orderSn, productName, amount, isDropped }) => (
        <li key={orderSn} className={styles.order} data-dropped={isDropped}>
          <span className={styles.stack}>
            <span>{productName}</span>
            <Link href={`${base}/${orderSn}`} className={styles.small} translate="no">
              {orderSn}
            </Link>
          </span>
          <span className={styles.amount}>
            <Money amount={amount} />
            {isDropped && <span className={styles.small}>已退款，不在票上</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The paper, at the address that finance gave or from here. */
export function Download({ invoice, base }: { invoice: InvoiceView; base: "/api/invoices" | "/api/admin/invoices" }) {
  const { invoiceSn, fileUrl, hasFile } = invoice;
  if (hasFile)
    return (
      <Button href={`${base}/${invoiceSn}/file`} download>
        下载发票
      </Button>
    );
  if (!fileUrl) return null;
  return (
    <Button href={fileUrl} target="_blank" rel="noopener noreferrer nofollow">
      {`到 ${new URL(fileUrl).host} 下载`}
    </Button>
  );
}

function Withdraw({ invoiceSn }: { invoiceSn: string }) {
  const withdrawing = useWithdrawInvoice(invoiceSn);
  const say = useSay();
  const withdraw = () =>
    withdrawing.mutate(undefined, {
      onSuccess: () => say({ tone: "success", text: "申请已撤回" }),
      onError: (error) => say({ tone: "error", text: error.message }),
    });
  return (
    <Popconfirm
      placement="topRight"
      title="撤回这个申请？"
      description="撤回后可以重新申请。"
      okText="撤回"
      cancelText="再想想"
      onConfirm={withdraw}
    >
      <Button loading={withdrawing.isPending}>撤回申请</Button>
    </Popconfirm>
  );
}

/** Puts the red letter of an issued invoice into finance's queue. */
export function AskRedLetter({ invoiceSn }: { invoiceSn: string }) {
  const asking = useAskRedLetter(invoiceSn);
  const say = useSay();
  const ask = () =>
    asking.mutate(undefined, {
      onSuccess: () => say({ tone: "success", text: "已提交，冲红以后会通知你" }),
      onError: (error) => say({ tone: "error", text: error.message }),
    });
  return (
    <Popconfirm
      placement="topRight"
      title="申请把这张发票冲红？"
      description="冲红后这张发票作废，相关订单可以退款，其余部分可以重新开。企业发票已经抵扣的，请先联系客服。"
      okText="申请冲红"
      cancelText="再想想"
      onConfirm={ask}
    >
      <Button loading={asking.isPending}>申请冲红</Button>
    </Popconfirm>
  );
}
