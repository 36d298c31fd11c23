"use client";

import { Button, Form, Popconfirm } from "antd";
import type { AdminRefundDetail, ReviewRefundBody } from "@/lib/contracts/refunds.ts";
import { yuan } from "../ui/money.tsx";
import { OtherRefusal } from "../ui/callout.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import { useSay } from "../ui/say.tsx";
import { useReviewRefund } from "./queries.ts";
import styles from "./review.module.css";

const DONE = { approve: "已通过", reject: "已驳回，买家会看到理由" } as const;

/** The admin's decision. Approving sends money, so it needs a confirmation. */
export function Decision({ refund }: { refund: AdminRefundDetail }) {
  const say = useSay();
  const [form] = Form.useForm<{ reason?: string }>();
  const review = useReviewRefund(refund.id);
  const decide = (verdict: ReviewRefundBody["verdict"]) =>
    review.mutate(
      { verdict, reason: form.getFieldValue("reason") ?? "" },
      { onSuccess: () => say({ tone: "success", text: DONE[verdict] }) },
    );
  return (
    <section className={styles.decision} aria-label="审核">
      <Form form={form} layout="vertical" requiredMark={false}>
        <ReasonField label="理由（驳回时必填，买家会看到）" error={review.error} />
      </Form>
      <OtherRefusal error={review.error} fields={["reason"]} otherwise="没有提交成功，请重试" />
      <div className={styles.buttons}>
        <Popconfirm
          title={`退回 ${yuan(refund.amount)}？`}
          description={refund.needsSecondReview ? "需要两位管理员通过后才会退款。" : "通过后立即交给支付宝原路退回。"}
          okText="通过"
          cancelText="再想想"
          onConfirm={() => decide("approve")}
        >
          <Button type="primary" loading={review.isPending}>
            通过
          </Button>
        </Popconfirm>
        <Button danger loading={review.isPending} onClick={() => decide("reject")}>
          驳回
        </Button>
      </div>
    </section>
  );
}
