import type { ChannelSaid } from "../contracts/admin-orders.ts";
import type { Finding, FoundPayment } from "../contracts/find-payment.ts";
import type { OrderRow } from "../contracts/orders.ts";
import { OPEN_REFUND_STATUSES, UNPAID_ORDER_STATUSES, type DeliveryStatus, type OrderStatus } from "../core/states.ts";
import { yuanNumber, yuanText } from "../core/money.ts";
import type { ReceivedPayment } from "./store.ts";

export interface FindingFacts {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
  /** It may still be paid. */
  readonly payable: boolean;
  /** What the channel answered just now. */
  readonly said: ChannelSaid;
  readonly payments: readonly ReceivedPayment[];
}

/** What a buyer who misses something is told, from the state after everything was asked and tried. */
function findingOf({ status, deliveryStatus, payable, said, payments }: FindingFacts): Finding {
  if (UNPAID_ORDER_STATUSES.includes(status)) {
    // Once a person has looked at it, a payment that does not fit stands among the payments.
    if (said === "mismatch" && !payments.some(({ kind }) => kind === "MISMATCH")) return "MISMATCH";
    // Money that bought nothing is sent back.
    if (payments.length > 0) return payments.every(({ isReturned }) => isReturned) ? "RETURNED" : "RETURNING";
    if (said === "not-asked") return "JUST_ASKED";
    if (said !== "unpaid") return "UNANSWERED";
    return payable ? "UNPAID" : "CLOSED";
  }
  if (status === "REFUNDING") return "RETURNING";
  if (status === "REFUNDED") return "RETURNED";
  if (deliveryStatus === "DELIVERED") return "DELIVERED";
  return deliveryStatus === "FAILED" ? "GIVEN_UP" : "OWED";
}

const WORDS: Readonly<Record<Finding, { readonly happened: string; readonly next: string }>> = {
  DELIVERED: {
    happened: "付款已收到，商品已经到账。",
    next: "不需要再做什么。积分在「积分」页，套餐在「套餐」页。",
  },
  OWED: {
    happened: "付款已收到，商品还没有发放。",
    next: "系统会自动补发，最晚半小时内再试一次，补发后会通知你。不需要重新付款。",
  },
  GIVEN_UP: {
    happened: "付款已收到，但商品几次都没能发放。",
    next: "已经转给工作人员处理。不需要重新付款；不想等的话，可以申请全额退款。",
  },
  UNPAID: {
    happened: "支付宝没有这笔订单的有效付款。",
    next: "可以继续支付。如果支付宝账单里有一笔付款，请用账单里的订单号再查一次。",
  },
  CLOSED: {
    happened: "订单已经不能支付，支付宝没有它的有效付款。",
    next: "需要时可以重新下单。如果支付宝账单里有一笔付款，请用账单里的订单号再查一次。",
  },
  JUST_ASKED: {
    happened: "几秒钟前刚问过支付宝，这次没有再问。",
    next: "请过几秒再查一次。如果已经付了款，先不要重新付款。",
  },
  UNANSWERED: {
    happened: "支付宝还没有给出结果。",
    next: "请过几秒再查一次，先不要重新付款。如果已经付了款，钱不会丢：系统会继续查询，查到后自动到账或原路退回。",
  },
  MISMATCH: {
    happened: "支付宝收到一笔与订单不符的付款，没有计入这笔订单。",
    next: "已经转给工作人员核对，核对后原路退回并通知你。",
  },
  RETURNING: {
    happened: "这笔订单的退款正在处理。",
    next: "不需要做什么，有结果会通知你。",
  },
  RETURNED: {
    happened: "这笔订单已经退款。",
    next: "原路退回付款时用的账户；退到银行卡要多等几个工作日。",
  },
};

/** Where the money of one payment is. */
function whereaboutsOf({ kind, refundStatus, refundAmountFen }: ReceivedPayment): string {
  if (refundStatus !== null && refundAmountFen !== null) {
    const refund = `${yuanText(refundAmountFen)} 元`;
    if (refundStatus === "SUCCESS") return `${refund}已退回付款账户`;
    if (refundStatus === "REVIEWING") return `退款 ${refund}，等待审核`;
    if (OPEN_REFUND_STATUSES.includes(refundStatus)) return `${refund}正在退回付款账户`;
    if (kind !== "EFFECTIVE") return `${refund}没能退回，工作人员正在处理`;
  }
  return kind === "EFFECTIVE" ? "用于这笔订单" : "没有用于订单，即将原路退回";
}

export function foundPayment(order: OrderRow, facts: Omit<FindingFacts, "payable">): FoundPayment {
  const finding = findingOf({ ...facts, payable: order.payable });
  const payments = facts.payments.map((payment) => ({
    tradeNo: payment.tradeNo,
    amount: yuanNumber(payment.amountFen),
    time: payment.paymentTime.toISOString(),
    whereabouts: whereaboutsOf(payment),
  }));
  return { ...order, finding, ...WORDS[finding], payments };
}
