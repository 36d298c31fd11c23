"use client";

import { Button, Form } from "antd";
import { OtherRefusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import { useCloseOrder } from "./queries.ts";

/** One of the operator's people closes an unpaid order, with a reason. */
export function CloseOrder({ orderSn, open, onClose }: { orderSn: string; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="关闭订单" onClose={onClose}>
      {open && <Closing orderSn={orderSn} onClose={onClose} />}
    </Dialog>
  );
}

function Closing({ orderSn, onClose }: { orderSn: string; onClose: () => void }) {
  const closing = useCloseOrder(orderSn);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason = "" }: { reason?: string }) => closing.mutate(reason, { onSuccess: onClose })}
    >
      <p>会先问支付宝有没有付款：付了就照常入账、发放，没有付才关闭，并告知买家。</p>
      <ReasonField label="理由（必填，记入审计）" error={closing.error} />
      <OtherRefusal error={closing.error} fields={["reason"]} otherwise="没有关闭成功，请重试" />
      <Button type="primary" danger htmlType="submit" block loading={closing.isPending}>
        关闭订单
      </Button>
    </Form>
  );
}
