import {
  DELIVERY_STATUS_CODES,
  DELIVERY_STATUS_TEXTS,
  ORDER_STATUS_CODES,
  orderStatusOf,
} from "@/lib/contracts/codes.ts";
import type { OrderRow, OrderStatusView } from "@/lib/contracts/orders.ts";
import type { OrderStatus, RefundStatus } from "@/lib/core/states.ts";
import styles from "./status-tag.module.css";

type Tone = "waiting" | "good" | "moving" | "gone" | "bad";

const ORDER_TONES = {
  PENDING: "waiting",
  PAID: "good",
  COMPLETED: "good",
  REFUNDING: "moving",
  REFUNDED: "gone",
  CANCELLED: "gone",
  PAY_FAILED: "bad",
} as const satisfies Record<OrderStatus, Tone>;

/** A word with a dot; the colour only repeats what the word says. */
export function StatusTag({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}

export function OrderStatusTag({ order }: { order: Pick<OrderStatusView, "status" | "statusText"> }) {
  return <StatusTag tone={ORDER_TONES[orderStatusOf(order.status)]}>{order.statusText}</StatusTag>;
}

const REFUND_TONES = {
  REVIEWING: "waiting",
  APPROVED: "moving",
  SENT: "moving",
  SUCCESS: "good",
  REFUSED: "bad",
  REJECTED: "gone",
} as const satisfies Record<RefundStatus, Tone>;

export function RefundStatusTag({ refund }: { refund: { status: RefundStatus; statusText: string } }) {
  return <StatusTag tone={REFUND_TONES[refund.status]}>{refund.statusText}</StatusTag>;
}

/** Said only where it adds something: a paid order whose goods are on their way or stuck. */
export function DeliveryTag({ order }: { order: Pick<OrderRow, "status" | "deliveryStatus"> }) {
  if (order.status !== ORDER_STATUS_CODES.PAID || order.deliveryStatus === DELIVERY_STATUS_CODES.DELIVERED) return null;
  const failed = order.deliveryStatus === DELIVERY_STATUS_CODES.FAILED;
  return (
    <StatusTag tone={failed ? "bad" : "moving"}>
      {failed ? DELIVERY_STATUS_TEXTS.FAILED : DELIVERY_STATUS_TEXTS.PENDING}
    </StatusTag>
  );
}
