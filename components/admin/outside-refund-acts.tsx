"use client";

import { Button, Form, Popconfirm } from "antd";
import { OtherRefusal } from "../ui/callout.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./alert-list.module.css";
import { useSettleOutside, type OutsideAct } from "./queries.ts";

/** What an admin does about a refund that was not made from here: book it, or let the goods go. Both take a reason. */
export function OutsideRefundActs({ alertId }: { alertId: number }) {
  const say = useSay();
  const [form] = Form.useForm<{ reason?: string }>();
  const acting = useSettleOutside(alertId);
  const settle = (act: OutsideAct) =>
    acting.mutate(
      { act, reason: form.getFieldValue("reason") ?? "" },
      { onSuccess: ({ status }) => say({ tone: "success", text: doneText(act, status) }) },
    );
  return (
    <section aria-label="处理这笔退款">
      <Form form={form} layout="vertical" requiredMark={false}>
        <ReasonField label="理由（必填，记入审计）" error={acting.error} />
      </Form>
      <OtherRefusal error={acting.error} fields={["reason"]} otherwise="没有办成，请重试" />
      <div className={styles.buttons}>
        <Popconfirm
          title="登记这笔退款？"
          description="会先向支付宝核实金额，再记入账本、收回权益，并告知买家。"
          okText="登记"
          cancelText="再想想"
          onConfirm={() => settle("book-refund")}
        >
          <Button type="primary" loading={acting.isPending}>
            登记这笔退款
          </Button>
        </Popconfirm>
        <Popconfirm
          title="放开冻结的权益？"
          description="权益还给买家。如果支付宝确实退过款，金额仍会记入账本。"
          okText="放开"
          cancelText="再想想"
          onConfirm={() => settle("release")}
        >
          <Button loading={acting.isPending}>放开权益</Button>
        </Popconfirm>
      </div>
    </section>
  );
}

function doneText(act: OutsideAct, status: string): string {
  if (act === "book-refund") return "已登记，权益已按退款收回";
  return status === "SUCCESS" ? "权益已放开，退款金额已记入账本" : "权益已放开，支付宝没有这笔退款";
}
