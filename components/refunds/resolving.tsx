"use client";

import { Button, Form, Input, Popconfirm } from "antd";
import type { AdminRefundDetail, ResolveRefundBody } from "@/lib/contracts/refunds.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import { useSay } from "../ui/say.tsx";
import { useResolveRefund } from "./queries.ts";
import styles from "./review.module.css";

const DONE = {
  "give-up": "已了结：不再退款，权益已放开",
  "paid-outside": "已了结：已另行退款，权益已收回",
} as const;

/** Ends a refund that the channel neither pays nor finds. It changes goods or money, so it needs a reason and a confirmation. */
export function Resolving({ refund }: { refund: AdminRefundDetail }) {
  const say = useSay();
  const [form] = Form.useForm<{ reason?: string; reference?: string }>();
  const resolving = useResolveRefund(refund.id);
  const resolve = (outcome: ResolveRefundBody["outcome"]) => {
    const { reason = "", reference = "" } = form.getFieldsValue();
    const noted = reference.trim() === "" ? {} : { reference };
    resolving.mutate({ outcome, reason, ...noted }, { onSuccess: () => say({ tone: "success", text: DONE[outcome] }) });
  };
  return (
    <section className={styles.decision} aria-label="了结这笔退款">
      <p>
        这笔退款在等支付宝的答复，权益一直冻结着，系统会继续询问。不再等的时候，可以在这里写明结果；会先向支付宝核实。
      </p>
      <Form form={form} layout="vertical" requiredMark={false}>
        <ReasonField label="理由（必填，记入审计）" error={resolving.error} />
        <Form.Item name="reference" label="另行退款的凭证（可不填，如转账单号）">
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      <OtherRefusal error={resolving.error} fields={["reason"]} otherwise="没有办成，请重试" />
      <div className={styles.buttons}>
        <Popconfirm
          title="已经另行退给买家？"
          description="权益收回，这笔钱记为已经退回。"
          okText="已经退了"
          cancelText="再想想"
          onConfirm={() => resolve("paid-outside")}
        >
          <Button loading={resolving.isPending}>已另行退款</Button>
        </Popconfirm>
        <Popconfirm
          title="不再退这笔款？"
          description="冻结的权益还给买家。"
          okText="不再退款"
          cancelText="再想想"
          onConfirm={() => resolve("give-up")}
        >
          <Button danger loading={resolving.isPending}>
            放弃退款
          </Button>
        </Popconfirm>
      </div>
    </section>
  );
}
