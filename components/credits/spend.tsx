"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber } from "antd";
import { useState } from "react";
import type { ConsumptionView } from "@/lib/contracts/credits.ts";
import { Refusal } from "../ui/callout.tsx";
import { count } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { balanceQuery, useConsume } from "./queries.ts";
import styles from "./spend.module.css";

const KINDS = { PAID: "购买", BONUS: "赠送" } as const;

/** A job that costs credits, so that a person can see who pays for it. Another number of credits is another job. */
export function Spend() {
  const [job, setJob] = useState(() => newJob(10));
  const balance = useQuery(balanceQuery());
  const consume = useConsume();
  if (balance.error) return <Failed error={balance.error} onRetry={() => void balance.refetch()} />;
  if (!balance.data) return <Loading rows={4} />;

  const { availableCredits, totalCredits } = balance.data;
  const held = totalCredits - availableCredits;
  const start = () =>
    consume.mutate({ ...job, reason: "试用：生成一张图片" }, { onSuccess: () => setJob(newJob(job.amount)) });
  return (
    <section className={styles.spend} aria-label="试用积分">
      <p className={styles.available}>
        现在可用 <strong>{count(availableCredits)}</strong>
        <span>{held > 0 ? ` 积分，另有 ${count(held)} 冻结或预留` : " 积分"}</span>
      </p>
      <div className={styles.form}>
        <label htmlFor="amount">这次用</label>
        <InputNumber
          id="amount"
          min={1}
          max={100_000}
          precision={0}
          value={job.amount}
          onChange={(amount) => setJob(newJob(amount ?? 1))}
        />
        <span>积分</span>
        <Button type="primary" onClick={start} loading={consume.isPending}>
          生成一张图片
        </Button>
      </div>
      <div aria-live="polite">
        {consume.error ? <Refusal error={consume.error} otherwise="没有扣除成功，可以再试一次，不会重复扣。" /> : null}
        {consume.data && !consume.isPending ? <Receipt consumption={consume.data} /> : null}
      </div>
    </section>
  );
}

/** The number that makes asking twice the same as asking once. */
function newJob(amount: number): { amount: number; bizId: string } {
  return { amount, bizId: crypto.randomUUID() };
}

function Receipt({ consumption: { amount, balanceAfter, paidBy } }: { consumption: ConsumptionView }) {
  return (
    <div className={styles.receipt}>
      <p>
        用掉 <strong>{count(amount)}</strong> 积分，还剩 <strong>{count(balanceAfter)}</strong>。
      </p>
      <ul>
        {paidBy.map((lot) => (
          <li key={lot.lotId}>
            <span>{`${KINDS[lot.kind]}积分 ${count(lot.amount)}，${lot.orderSn === null ? "不来自订单" : "来自订单 "}`}</span>
            <span translate="no">{lot.orderSn ?? ""}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
