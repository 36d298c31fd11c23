"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, InputNumber, Radio } from "antd";
import { useState } from "react";
import type { DeskQuoteView, DeskRefundView } from "@/lib/contracts/desk-refunds.ts";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Facts } from "../ui/facts.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Money } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import styles from "./desk-refund.module.css";
import { deskQuoteQuery, useStartRefund } from "./queries.ts";

type TakeBack = "unused" | "all" | "none";

const GOODS: readonly { readonly value: TakeBack; readonly label: string }[] = [
  { value: "unused", label: "按退款金额收回未使用的" },
  { value: "all", label: "剩余的全部收回" },
  { value: "none", label: "不收回" },
];

/** A person refunds an order: how much, what becomes of the goods, why; and what will come of it, before it is sent. */
export function DeskRefund({ orderSn, open, onClose }: { orderSn: string; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="退款" width={560} onClose={onClose}>
      {open && <Refunding orderSn={orderSn} onClose={onClose} />}
    </Dialog>
  );
}

function Refunding({ orderSn, onClose }: { orderSn: string; onClose: () => void }) {
  const [amount, setAmount] = useState<number | null>(null);
  const [takeBack, setTakeBack] = useState<TakeBack>("unused");
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const wish = { takeBack, ...(amount === null ? {} : { amountFen: Math.round(amount * 100) }) };
  const { data: quote, error, refetch, isPlaceholderData } = useQuery(deskQuoteQuery(orderSn, wish));
  const starting = useStartRefund(orderSn, idempotencyKey);
  if (starting.data) return <Result result={starting.data} onClose={onClose} />;
  // What was shown is what is sent.
  const start = (shown: DeskQuoteView, reason: string) =>
    starting.mutate({ takeBack, amountFen: Math.round(shown.refundAmount * 100), reason });
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }: { reason?: string }) => quote && start(quote, reason ?? "")}
    >
      <Form.Item
        label="退多少（元）"
        extra="不填：收回未使用的，就按未使用部分折算；否则退还没有退的全部。填 0：只收回，不退款。"
      >
        <InputNumber<number>
          className={styles.amount!}
          aria-label="退多少（元）"
          min={0}
          precision={2}
          step={1}
          value={amount}
          onChange={setAmount}
        />
      </Form.Item>
      <Form.Item label="商品怎么办">
        <Radio.Group
          aria-label="商品怎么办"
          vertical
          options={[...GOODS]}
          value={takeBack}
          onChange={({ target }) => setTakeBack(target.value as TakeBack)}
        />
      </Form.Item>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!quote && !error && <Loading rows={5} label="正在计算" />}
      {quote && !error && <Outcome quote={quote} />}
      <ReasonField label="理由（必填，记入审计，买家看不到）" error={starting.error} />
      <OtherRefusal error={starting.error} fields={["reason"]} otherwise="没有办成，请重试" />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        disabled={!quote?.refundable || isPlaceholderData || error !== null}
        loading={starting.isPending}
      >
        {quote?.approvals ? "提交审核" : "退款"}
      </Button>
    </Form>
  );
}

function Outcome({ quote }: { quote: DeskQuoteView }) {
  if (!quote.refundable) return <Callout type="info" title={quote.reason ?? "这笔订单现在不能这样退"} />;
  const { breakdown, leftAmount, refundAmount, statusText, approvals } = quote;
  const left = Math.round((leftAmount - refundAmount) * 100) / 100;
  return (
    <section className={styles.outcome} aria-label="结果会是">
      <Facts
        facts={[
          ...breakdown,
          { label: "退后还没有退的", value: <Money amount={left} /> },
          { label: "退后的订单状态", value: statusText },
          { label: "审核", value: approvals === 0 ? "不需要，提交后立即退回" : `还要 ${approvals} 位同事同意` },
        ]}
      />
    </section>
  );
}

function Result({ result, onClose }: { result: DeskRefundView; onClose: () => void }) {
  return (
    <div className={styles.result} role="status">
      <p className={styles.message}>{result.message}</p>
      <Money amount={result.refundAmount} look="total" />
      <span className={styles.buttons}>
        <LinkButton href={`/admin/refunds/${result.refundId}`}>看这笔退款</LinkButton>
        <Button type="primary" onClick={onClose}>
          知道了
        </Button>
      </span>
    </div>
  );
}
