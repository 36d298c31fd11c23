"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import type { OrderRow } from "@/lib/contracts/orders.ts";
import type { RefundQuoteView, RefundResultView } from "@/lib/contracts/refunds.ts";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Facts } from "../ui/facts.tsx";
import { instantText } from "../ui/instant.tsx";
import { Money } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { AskRedLetter } from "../invoices/invoice-card.tsx";
import { issueOf } from "../data/api-client.ts";
import { refundQuoteQuery, useRequestRefund } from "./queries.ts";
import { RefundArrival } from "./refund-arrival.tsx";
import styles from "./refund-dialog.module.css";

/** Quote first, line by line; only then the button. `order` null: closed. */
export function RefundDialog({ order, onClose }: { order: OrderRow | null; onClose: () => void }) {
  return (
    <Dialog open={order !== null} title="申请退款" onClose={onClose}>
      {order && <Refund order={order} onClose={onClose} />}
    </Dialog>
  );
}

function Refund({ order, onClose }: { order: OrderRow; onClose: () => void }) {
  const { data: quote, error, refetch } = useQuery(refundQuoteQuery(order.orderSn));
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const request = useRequestRefund(order.orderSn, idempotencyKey);
  if (request.data) return <Result result={request.data} onClose={onClose} />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!quote) return <Loading rows={5} label="正在计算可退金额" />;
  if (!quote.refundable)
    return (
      <Callout type="info" title={quote.reason ?? "这笔订单现在不能退款"}>
        {quote.invoice && <InvoiceFirst invoice={quote.invoice} />}
      </Callout>
    );
  return (
    <>
      <Quote productName={order.productName} quote={quote} />
      <ReasonForm
        isBusy={request.isPending}
        error={request.error}
        amount={quote.refundAmount}
        onSubmit={(reason) => request.mutate({ reason, expectedAmount: quote.refundAmount })}
      />
    </>
  );
}

/** What the buyer does about an invoice that stands before the refund. */
function InvoiceFirst({ invoice: { invoiceSn, status } }: { invoice: NonNullable<RefundQuoteView["invoice"]> }) {
  if (status === "ISSUED") return <AskRedLetter invoiceSn={invoiceSn} />;
  if (status === "RED_ASKED") return <p>冲红已经申请，正在等财务处理。</p>;
  return null;
}

function Quote({ productName, quote }: { productName: string; quote: RefundQuoteView }) {
  const { breakdown, deadline, needsReview } = quote;
  return (
    <div className={styles.quote}>
      <p className={styles.product}>{productName}</p>
      <Facts facts={breakdown} />
      <RefundArrival />
      <p className={styles.hint}>
        <span>{needsReview ? "这笔退款需要人工审核，通过后退回。" : "提交后自动处理。"}</span>
        <span>{deadline ? `可申请至 ${instantText(deadline)}。` : "商品还没有发放，发放之前随时可以申请。"}</span>
        <span>退款处理期间，对应的积分或天数会先冻结。</span>
      </p>
    </div>
  );
}

interface ReasonFormProps {
  amount: number;
  isBusy: boolean;
  error: Error | null;
  onSubmit: (reason: string) => void;
}

function ReasonForm({ amount, isBusy, error, onSubmit }: ReasonFormProps) {
  const issue = issueOf(error, "reason");
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ reason }: { reason: string }) => onSubmit(reason ?? "")}>
      <Form.Item name="reason" label="退款原因" {...(issue ? { validateStatus: "error", help: issue } : {})}>
        <Input.TextArea rows={2} maxLength={200} showCount placeholder="例如：买错了套餐" />
      </Form.Item>
      <OtherRefusal error={error} fields={["reason"]} otherwise="申请没有提交成功，请重试" />
      <div className={styles.submit}>
        <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
          申请退款 <Money amount={amount} />
        </Button>
      </div>
    </Form>
  );
}

function Result({ result, onClose }: { result: RefundResultView; onClose: () => void }) {
  return (
    <div className={styles.result} role="status">
      <p className={styles.message}>{result.message}</p>
      <Money amount={result.refundAmount} look="total" />
      <Button type="primary" onClick={onClose}>
        知道了
      </Button>
    </div>
  );
}
