import { actorText } from "../contracts/actors.ts";
import { wordOfCycle } from "../contracts/catalog.ts";
import {
  DELIVERY_STATUS_CODES,
  ORDER_STATUS_CODES,
  ORDER_STATUS_TEXTS,
  PRODUCT_TYPE_CODES,
  REFUND_STATUS_TEXTS,
} from "../contracts/codes.ts";
import type { AdminOrderDetail, AdminOrderRow, BuyerView } from "../contracts/admin-orders.ts";
import type { OrderDetail, OrderRow, OrderStatusView, TimelineEntry } from "../contracts/orders.ts";
import { yuanNumber, yuanText } from "../core/money.ts";
import { cancellable, payable, refundable } from "./rules.ts";
import type { OrderState, OrderWithBuyer, StoredEvent, StoredOrder } from "./store.ts";

export function orderStatusView(order: OrderState): OrderStatusView {
  return {
    orderSn: order.orderSn,
    status: ORDER_STATUS_CODES[order.status],
    statusText: ORDER_STATUS_TEXTS[order.status],
    deliveryStatus: DELIVERY_STATUS_CODES[order.deliveryStatus],
    ...(order.paymentTime ? { paymentTime: order.paymentTime.toISOString() } : {}),
  };
}

export function orderRow(order: StoredOrder, now: Date): OrderRow {
  return {
    id: Number(order.id),
    orderSn: order.orderSn,
    productName: order.productName,
    productType: PRODUCT_TYPE_CODES[order.productType],
    totalAmount: yuanNumber(order.totalAmountFen),
    status: ORDER_STATUS_CODES[order.status],
    statusText: ORDER_STATUS_TEXTS[order.status],
    deliveryStatus: DELIVERY_STATUS_CODES[order.deliveryStatus],
    paymentMethod: order.paymentMethod,
    paymentTime: order.paymentTime?.toISOString() ?? null,
    createTime: order.createTime.toISOString(),
    expireTime: order.expireTime.toISOString(),
    ...refundOf(order),
    payable: payable(order, now),
    cancellable: cancellable(order),
    refundable: refundable(order, now),
  };
}

function refundOf({ refundStatus: status, refundAmountFen }: StoredOrder): Pick<OrderRow, "refund"> {
  if (status === null || refundAmountFen === null) return {};
  return { refund: { status, statusText: REFUND_STATUS_TEXTS[status], amount: yuanNumber(refundAmountFen) } };
}

/** Chinese text of each history entry. */
const EVENT_TEXTS: Readonly<Record<string, string>> = {
  CREATED: "订单已创建，等待付款",
  PAID: "支付宝付款成功",
  PAID_LATE: "订单关闭后收到付款，照常发放",
  DELIVERED: "商品已到账",
  DELIVERY_GIVEN_UP: "自动发放未成功，已转人工处理",
  CANCELLED_BY_MEMBER: "主动取消，订单已关闭",
  CLOSED_BY_SHOP: "商店关闭了订单",
  EXPIRED: "超过付款时间，订单已关闭",
  STRAY_PAYMENT: "收到一笔多余的付款，将自动原路退回",
  STRAY_REFUNDED: "多余的付款已原路退回",
  PAYMENT_MISMATCH: "收到一笔与订单不符的付款，没有计入这笔订单，已转人工核对",
  REFUND_REQUESTED: "已申请退款",
  DESK_REFUND_STARTED: "客服发起了退款",
  REFUND_APPROVED: "退款审核通过",
  REFUND_REJECTED: "退款申请未通过，权益已恢复",
  REFUND_REFUSED: "支付宝没有接受退款，权益已恢复",
  REFUNDED: "退款已原路退回",
  PARTLY_REFUNDED: "一部分款已原路退回",
  GOODS_TAKEN: "客服收回了权益，没有退款",
  OUTSIDE_REFUND_SEEN: "支付宝显示这笔款另有退款，正在核对，未使用的权益暂时冻结",
  OUTSIDE_REFUND_BOOKED: "另一笔在支付宝的退款已登记",
  OUTSIDE_REFUND_SETTLED: "另一笔在支付宝的退款已核对",
  OUTSIDE_REFUND_RELEASED: "核对结束，冻结的权益已恢复",
  COMPLETED: "订单已完成",
};

/** Texts that depend on the detail of the entry. */
export function eventText({ type, detail }: Pick<StoredEvent, "type" | "detail">): string {
  const text = EVENT_TEXTS[type] ?? type;
  // Payment and goods are one commit and one history entry.
  if (type === "PAID" && detail.delivered === true) return `${text}，商品已到账`;
  if (type === "PAID_LATE" && detail.delivered !== true) return "订单关闭后收到付款，商品尚未发放，系统会自动补发";
  if (type === "STRAY_PAYMENT" && detail.kind === "MISMATCH") return "与订单不符的付款已核对，将原路退回";
  if (type === "PARTLY_REFUNDED") {
    const taken = detail.taken ? `收回 ${String(detail.taken)}` : "权益没有变化";
    return `已原路退回 ¥${yuanText(Number(detail.amountFen))}，${taken}`;
  }
  return text;
}

function timelineEntry(event: StoredEvent): TimelineEntry {
  return { type: event.type, text: eventText(event), time: event.createTime.toISOString() };
}

export function orderDetail(order: StoredOrder, events: StoredEvent[], tradeNo: string | null, now: Date): OrderDetail {
  return {
    ...orderRow(order, now),
    payAmount: yuanNumber(order.payAmountFen),
    refundedAmount: yuanNumber(order.refundedAmountFen),
    closeReason: order.closeReason,
    returnPath: order.returnPath,
    item: {
      productName: order.productName,
      creditAmount: order.creditAmount,
      bonusCredits: order.bonusCredits,
      validDays: order.validDays,
      planCode: order.planCode,
      billingCycle: order.billingCycle && wordOfCycle(order.billingCycle),
    },
    tradeNo,
    timeline: events.map(timelineEntry),
  };
}

function buyerView({ memberId, buyerName, buyerEmail, customerId, buyerStatus }: OrderWithBuyer): BuyerView {
  const isActive = buyerStatus === "ACTIVE";
  return { id: Number(memberId), name: buyerName, email: buyerEmail, customerId, isActive };
}

export function adminOrderRow(order: OrderWithBuyer, now: Date): AdminOrderRow {
  return { ...orderRow(order, now), buyer: buyerView(order) };
}

export function adminOrderDetail(
  order: OrderWithBuyer,
  events: StoredEvent[],
  tradeNo: string | null,
  now: Date,
): AdminOrderDetail["order"] {
  return {
    ...orderDetail(order, events, tradeNo, now),
    buyer: buyerView(order),
    timeline: events.map((event) => ({ ...timelineEntry(event), by: actorText(event.actor) })),
  };
}
