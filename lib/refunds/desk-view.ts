import { ORDER_STATUS_CODES, ORDER_STATUS_TEXTS } from "../contracts/codes.ts";
import type { DeskQuoteView, DeskRefundView } from "../contracts/desk-refunds.ts";
import { yuanNumber } from "../core/money.ts";
import type { OrderStatus } from "../core/states.ts";
import { orderAfter, type DeskHindrance, type DeskVerdict } from "./desk-rules.ts";
import { sumLines, takenByDesk } from "./desk-words.ts";
import type { OrderToRefund, Review, Unrefundable } from "./rules.ts";
import type { StoredRefund } from "./store.ts";
import { breakdownOf, refundResultView, WHY_NOT } from "./view.ts";

const WHY_NOT_FROM_DESK: Partial<Record<DeskHindrance, string>> = {
  INVOICED: "这笔订单已开发票：先在「发票」里登记红字发票，才能退款；也可以只收回权益",
  JOB_RUNNING: "有任务正在占用这笔订单的积分，任务结束后才能收回；也可以不收回权益",
  NOTHING_LEFT: "已经没有可以收回的权益；要退款请填写金额",
  MORE_THAN_LEFT: "超过了还没有退的金额",
  NOT_DELIVERED: "商品还没有发放：请先发放，或者退全部金额并收回",
  NOTHING_WANTED: "不退款也不收回权益，就没有要做的事",
};

/** Why one of the operator's people cannot refund it like this. */
export function whyNotFromDesk(why: DeskHindrance): string {
  return WHY_NOT_FROM_DESK[why] ?? WHY_NOT[why as Unrefundable];
}

/** What a refund that a person starts would do. */
export function deskQuoteView(
  order: OrderToRefund,
  verdict: DeskVerdict,
  review: (weightFen: number) => Review,
): DeskQuoteView {
  const leftAmount = yuanNumber(order.payAmountFen - order.refundedAmountFen);
  if (!verdict.ok) {
    const nothing = { refundAmount: 0, takes: null, breakdown: [], approvals: 0 };
    return {
      refundable: false,
      reason: whyNotFromDesk(verdict.why),
      leftAmount,
      ...statusOf(order.status),
      ...nothing,
    };
  }
  const { quote, weightFen } = verdict;
  const { needsReview, needsSecondReview } = review(weightFen);
  return {
    refundable: true,
    refundAmount: yuanNumber(quote.amountFen),
    leftAmount,
    takes: takenByDesk(quote),
    breakdown: breakdownOf(quote, sumLines(quote)),
    ...statusOf(orderAfter(quote, order.refundedAmountFen)),
    approvals: needsSecondReview ? 2 : needsReview ? 1 : 0,
  };
}

function statusOf(status: OrderStatus): Pick<DeskQuoteView, "orderStatus" | "statusText"> {
  return { orderStatus: ORDER_STATUS_CODES[status], statusText: ORDER_STATUS_TEXTS[status] };
}

const GOODS_MESSAGES: Partial<Record<StoredRefund["status"], string>> = {
  REVIEWING: "已提交，等待同事审核",
  SUCCESS: "权益已收回，没有退款",
};

/** What became of a refund that a person started. */
export function deskRefundView(refund: Pick<StoredRefund, "id" | "status" | "amountFen">): DeskRefundView {
  const result = refundResultView(refund);
  const message = (refund.amountFen === 0 && GOODS_MESSAGES[refund.status]) || result.message;
  return { ...result, message, refundId: Number(refund.id) };
}
