"use client";

import { Button, Popconfirm } from "antd";
import type { AdminRefundDetail } from "@/lib/contracts/refunds.ts";
import { Refusal } from "../ui/callout.tsx";
import { yuan } from "../ui/money.tsx";
import { useSay } from "../ui/say.tsx";
import { useResendStray } from "./queries.ts";
import styles from "./review.module.css";

/** Refunds a refused stray payment again, under a new number. It sends money, so it needs a confirmation. */
export function Resending({ refund }: { refund: AdminRefundDetail }) {
  const say = useSay();
  const resend = useResendStray(refund.id);
  const send = () =>
    resend.mutate(undefined, {
      onSuccess: ({ status }) =>
        say(
          status === "REFUSED"
            ? { tone: "warning", text: "支付宝又拒绝了这笔退款，原因在新的退款记录里" }
            : { tone: "success", text: "已再次交给支付宝原路退回" },
        ),
    });
  return (
    <section className={styles.decision} aria-label="再退一次">
      <p>支付宝拒绝退回这笔多余的付款，钱还在商户账户里。排除下面写明的原因之后，可以再退一次。</p>
      {resend.error && <Refusal error={resend.error} otherwise="没有提交成功，请重试" />}
      <div className={styles.buttons}>
        <Popconfirm
          title={`退回 ${yuan(refund.amount)}？`}
          description="会用新的退款请求号立即交给支付宝原路退回。"
          okText="再退一次"
          cancelText="再想想"
          onConfirm={send}
        >
          <Button type="primary" loading={resend.isPending}>
            再退一次
          </Button>
        </Popconfirm>
      </div>
    </section>
  );
}
