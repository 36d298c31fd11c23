"use client";

import { Button, Form, Input } from "antd";
import { useCallback, useEffect, useRef, type ReactNode } from "react";
import { ApiError, issueOf } from "../data/api-client.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Callout, Refusal } from "../ui/callout.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import styles from "./find-payment.module.css";
import { FindingCard } from "./finding-card.tsx";
import { useFindPayment } from "./queries.ts";

interface Asked {
  readonly number: string;
}

/** 付了钱没到账: what happened to a buyer's money, by a number. `number`: the one to look for at once, if any. */
export function FindPayment({ number }: { number: string }) {
  const finding = useFindPayment();
  const { mutate } = finding;
  // One question at a time: a second within 3 s of the first would be told less.
  const isAsking = useRef(false);
  const ask = useCallback(
    (wanted: string) => {
      if (isAsking.current) return;
      isAsking.current = true;
      mutate(wanted, { onSettled: () => (isAsking.current = false) });
    },
    [mutate],
  );
  useEffect(() => {
    if (number === "") return;
    // After the effect: where React runs effects twice, the first one's question would lose its answer.
    const timer = setTimeout(() => ask(number));
    return () => clearTimeout(timer);
  }, [number, ask]);
  return (
    <>
      <BackLink href="/orders">支付记录</BackLink>
      <PageHead title="付了钱没到账">查一笔钱的下落：当场问支付宝，该补发的立刻补发。</PageHead>
      <div className={styles.form}>
        <NumberForm number={number} error={finding.error} isBusy={finding.isPending} onAsk={ask} />
      </div>
      <div aria-live="polite">
        {finding.data && !finding.isPending && (
          <FindingCard found={finding.data} onAgain={() => ask(finding.data.orderSn)} />
        )}
      </div>
    </>
  );
}

interface NumberFormProps {
  number: string;
  error: Error | null;
  isBusy: boolean;
  onAsk: (number: string) => void;
}

function NumberForm({ number, error, isBusy, onAsk }: NumberFormProps) {
  const issue = issueOf(error, "number");
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ number }}
      onFinish={(asked: Asked) => onAsk(asked.number.replace(/\s/g, ""))}
    >
      <Form.Item
        name="number"
        label="订单号或支付宝交易号"
        rules={[{ required: true, whitespace: true, message: "请填写一个号码" }]}
        {...(issue ? { validateStatus: "error", help: issue } : {})}
      >
        <Input size="large" allowClear autoComplete="off" spellCheck={false} maxLength={80} />
      </Form.Item>
      <p className={styles.hint}>
        在支付宝里打开「我的 → 账单」，点开那笔付款，复制「订单号」或「商户订单号」，粘贴到这里。
      </p>
      {error && !issue && <NotFound error={error} />}
      <Button type="primary" htmlType="submit" size="large" loading={isBusy}>
        查这笔钱
      </Button>
    </Form>
  );
}

function NotFound({ error }: { error: Error }): ReactNode {
  if (!(error instanceof ApiError) || error.code !== "ORDER_NOT_FOUND")
    return <Refusal error={error} otherwise="没有查成，请重试" />;
  return (
    <Callout type="warning" title="你的账户里没有这个号码的订单">
      请核对号码有没有抄错。如果当时登录的是另一个账户，请换那个账户再查。
      <SupportContact />
    </Callout>
  );
}
