"use client";

import { Button, Popconfirm } from "antd";
import dynamic from "next/dynamic";
import { useState, type ReactNode } from "react";
import type { OrderRow } from "@/lib/contracts/orders.ts";
import { usePaymentDialog } from "../payments/use-payment-dialog.tsx";
import { purchaseOfOrder } from "../payments/purchase.ts";
import { useCancelOrder } from "../payments/queries.ts";
import { useSay } from "../ui/say.tsx";
import styles from "./order-actions.module.css";

const RefundDialog = dynamic(() => import("../refunds/refund-dialog.tsx").then((module) => module.RefundDialog), {
  ssr: false,
});

/** "small" in a row of a list. */
type Size = "small" | "medium";

interface OrderActions {
  readonly actionsFor: (order: OrderRow) => ReactNode;
  readonly pay: (order: OrderRow) => void;
  readonly dialogs: ReactNode;
}

/** What the member may do with an order now. The server decides; here are the buttons and the dialogs they open. */
export function useOrderActions(size: Size): OrderActions {
  const { pay, dialog } = usePaymentDialog();
  // undefined: the dialog was never wanted, so it was not even loaded.
  const [refunding, setRefunding] = useState<OrderRow | null>();
  const payOrder = (order: OrderRow) => pay(purchaseOfOrder(order));
  return {
    pay: payOrder,
    actionsFor: (order) => (
      <Actions size={size} order={order} onPay={() => payOrder(order)} onRefund={() => setRefunding(order)} />
    ),
    dialogs: (
      <>
        {dialog}
        {refunding !== undefined && <RefundDialog order={refunding} onClose={() => setRefunding(null)} />}
      </>
    ),
  };
}

interface ActionsProps {
  size: Size;
  order: OrderRow;
  onPay: () => void;
  onRefund: () => void;
}

function Actions({ size, order, onPay, onRefund }: ActionsProps) {
  if (!order.payable && !order.cancellable && !order.refundable) return null;
  return (
    <span className={styles.actions}>
      {order.payable && (
        <Button type="primary" size={size} onClick={onPay}>
          继续支付
        </Button>
      )}
      {order.cancellable && <Cancel size={size} orderSn={order.orderSn} />}
      {order.refundable && (
        <Button size={size} onClick={onRefund}>
          申请退款
        </Button>
      )}
    </span>
  );
}

function Cancel({ size, orderSn }: { size: Size; orderSn: string }) {
  const say = useSay();
  const cancelling = useCancelOrder();
  const cancel = () =>
    cancelling.mutate(orderSn, {
      onSuccess: () => say({ tone: "success", text: "订单已取消" }),
      onError: (error) => say({ tone: "error", text: error.message }),
    });
  return (
    <Popconfirm
      placement="topRight"
      title="取消这笔订单？"
      description="取消后不能再付款，需要时可以重新下单。"
      okText="取消订单"
      cancelText="再想想"
      onConfirm={cancel}
    >
      <Button size={size} loading={cancelling.isPending}>
        取消
      </Button>
    </Popconfirm>
  );
}
