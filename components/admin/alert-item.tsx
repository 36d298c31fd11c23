"use client";

import { Button, Popconfirm } from "antd";
import Link from "next/link";
import type { AlertView } from "@/lib/contracts/alerts.ts";
import { useMay } from "../shell/member.tsx";
import { Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { AlertFacts } from "./alert-facts.tsx";
import styles from "./alert-list.module.css";
import { OutsideRefundActs } from "./outside-refund-acts.tsx";
import { useActOnAlert } from "./queries.ts";

/** One thing that waits for a person, with what can be done about it from here. */
export function AlertItem({ alert }: { alert: AlertView }) {
  const { id, title, advice, orderSn, detail, createTime, releasable, bookable, closing, handledAt } = alert;
  const acting = useActOnAlert(id);
  const may = useMay();
  const mayDecide = may("refunds:decide");
  return (
    <li className={styles.alert}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <Instant iso={createTime} />
      </div>
      <p className={styles.advice}>{advice}</p>
      {orderSn && (
        <p className={styles.advice}>
          订单号 <Link href={`/admin/orders/${orderSn}`}>{orderSn}</Link>
        </p>
      )}
      <details className={styles.detail}>
        <summary>细节</summary>
        <AlertFacts detail={detail} />
      </details>
      {bookable && mayDecide && <OutsideRefundActs alertId={id} />}
      {closing && <p className={styles.advice}>{`标为已处理之后，${closing}`}</p>}
      {acting.error && <Refusal error={acting.error} otherwise="没有办成，请重试" />}
      <div className={styles.buttons}>
        {releasable && mayDecide && (
          <Popconfirm
            title="把这笔款原路退回？"
            okText="退回"
            cancelText="再想想"
            onConfirm={() => acting.mutate("release")}
          >
            <Button type="primary" loading={acting.isPending}>
              退回这笔款
            </Button>
          </Popconfirm>
        )}
        {handledAt ? (
          may(handledAt.permission) && <LinkButton href={handledAt.href}>{`去「${handledAt.text}」处理`}</LinkButton>
        ) : (
          <Button loading={acting.isPending} onClick={() => acting.mutate("close")}>
            已处理
          </Button>
        )}
      </div>
    </li>
  );
}
