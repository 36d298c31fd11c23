import { REFUND_STATUS_TEXTS } from "../contracts/codes.ts";
import type {
  AdminRefundDetail,
  AdminRefundRow,
  RefundQuoteView,
  RefundResultView,
  RefundRow,
} from "../contracts/refunds.ts";
import { REFUND_WINDOW_MS, REPEAT_WINDOW_MS } from "../core/deadlines.ts";
import { yuanNumber, yuanText } from "../core/money.ts";
import { APPROVED_REFUND_STATUSES } from "../core/states.ts";
import { spanText } from "../core/time.ts";
import type { Line } from "../delivery/rules.ts";
import { refundDeadline } from "../orders/rules.ts";
import { judgeReview, resendable } from "./rules.ts";
import type { OrderToRefund, Quote, Review, Risk, RiskMark, Unrefundable, Verdict } from "./rules.ts";
import type { Buyer, ListedRefund, StoredRefund, StoredReview } from "./store.ts";

const WINDOW_OVER = `已超过付款后 ${spanText(REFUND_WINDOW_MS)}的退款期限`;

export const WHY_NOT: Record<Unrefundable, string> = {
  PENDING: "订单还没有付款",
  CANCELLED: "订单已关闭，没有付款",
  REFUNDING: "这笔订单的退款正在进行中",
  REFUNDED: "这笔订单已经退过款了",
  COMPLETED: WINDOW_OVER,
  TOO_LATE: WINDOW_OVER,
  JOB_RUNNING: "有任务正在占用这笔订单的积分，任务结束后就可以申请退款",
  NOTHING_LEFT: "已经用完，没有可退的部分",
  MONEY_GONE: "这笔订单的款项已经全部退回",
  LESS_THAN_A_FEN: "剩余部分不足 0.01 元，没有可退的金额",
  INVOICED: "这笔订单已经开了发票，要先冲红才能退款。申请冲红以后由财务处理，完成时会通知你",
};

/** Every line of the calculation, from the paid to the refunded amount. */
export function breakdownOf(quote: Quote, sum: readonly Line[]): Line[] {
  return [
    { label: "实付金额", value: `${yuanText(quote.paidFen)} 元` },
    ...sum,
    ...(quote.returnedFen
      ? [{ label: "此前已退回", value: `${yuanText(quote.returnedFen)} 元，最多再退其余部分` }]
      : []),
    { label: quote.desk ? "退款金额" : "应退金额", value: `${yuanText(quote.amountFen)} 元` },
  ];
}

/** What a refund does to an invoice that is asked for and not issued. */
const LEAVES_INVOICE: Line = { label: "发票申请", value: "还没有开，这笔订单会从申请里去掉" };

/** `sumLines`: the lines of the quote's sum, by the kind of goods. */
export function quoteView(
  order: OrderToRefund,
  invoice: RefundQuoteView["invoice"],
  verdict: Verdict,
  sumLines: (quote: Quote) => readonly Line[],
  review: (amountFen: number) => Review,
): RefundQuoteView {
  const paid = yuanNumber(order.payAmountFen);
  const deadline = refundDeadline(order)?.toISOString() ?? null;
  if (!verdict.ok)
    return {
      refundable: false,
      reason: WHY_NOT[verdict.why],
      refundAmount: 0,
      paid,
      breakdown: [],
      deadline,
      needsReview: false,
      invoice,
    };
  const { quote } = verdict;
  const { needsReview } = review(quote.amountFen);
  const refundAmount = yuanNumber(quote.amountFen);
  return {
    refundable: true,
    refundAmount,
    paid,
    breakdown: [...breakdownOf(quote, sumLines(quote)), ...(invoice?.status === "REQUESTED" ? [LEAVES_INVOICE] : [])],
    deadline,
    needsReview,
    invoice,
  };
}

const RESULT_MESSAGES: Record<StoredRefund["status"], string> = {
  REVIEWING: "退款申请已提交，等待人工审核",
  APPROVED: "退款已受理，正在原路退回",
  SENT: "退款已受理，正在原路退回，支付宝确认后会通知你",
  SUCCESS: "退款成功，款项已原路退回",
  REFUSED: "支付宝没有接受这笔退款，权益已恢复，客服会跟进",
  REJECTED: "退款申请未通过，权益已恢复",
};

export function refundResultView({ status, amountFen }: Pick<StoredRefund, "status" | "amountFen">): RefundResultView {
  const success = status !== "REFUSED" && status !== "REJECTED";
  return { success, status, refundAmount: yuanNumber(amountFen), message: RESULT_MESSAGES[status] };
}

export function refundRow(refund: StoredRefund): RefundRow {
  return {
    id: Number(refund.id),
    orderSn: refund.orderSn,
    productName: refund.productName,
    kind: refund.kind,
    amount: yuanNumber(refund.amountFen),
    status: refund.status,
    statusText: REFUND_STATUS_TEXTS[refund.status],
    reason: refund.reason,
    createTime: refund.createTime.toISOString(),
    finishTime: refund.finishTime?.toISOString() ?? null,
  };
}

/** In the largest unit of which there are two at least. */
function minutesText(minutes: number): string {
  if (minutes < 120) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} 小时` : `${Math.floor(hours / 24)} 天`;
}

const MARK_WORDS: Record<RiskMark, (risk: Risk) => string> = {
  LARGE: () => "金额较大",
  REPEATED: (risk) => `${spanText(REPEAT_WINDOW_MS)}内第 ${risk.recentRefunds + 1} 次退款`,
  MOSTLY_USED: (risk) => `已使用 ${risk.usedPercent}%`,
  USED_FAST: (risk) => `付款后 ${minutesText(risk.minutesSincePayment)}内大量使用`,
  NEW_ACCOUNT: (risk) => `账号注册 ${risk.accountDays} 天`,
};

export function adminRefundRow(refund: ListedRefund): AdminRefundRow {
  const { risk } = refund;
  return {
    ...refundRow(refund),
    reason: reasonForStaff(refund),
    memberId: Number(refund.memberId),
    memberName: refund.memberName,
    paid: yuanNumber(refund.paidFen),
    needsSecondReview: refund.needsSecondReview,
    approvals: refund.approvals,
    riskMarks: refund.kind === "ORDER" ? risk.marks.map((mark) => MARK_WORDS[mark](risk)) : [],
  };
}

/** What the buyer gave as a reason, or what one of the operator's people did, which the buyer does not read. */
function reasonForStaff({ quote, reason }: StoredRefund): string {
  return quote.desk ? `${reason}：${quote.desk.reason}` : reason;
}

function riskLines({ risk, quote }: StoredRefund): AdminRefundDetail["risk"] {
  const stands = (...marks: RiskMark[]) => marks.some((mark) => risk.marks.includes(mark));
  return [
    { label: "退款金额", value: `${yuanText(quote.amountFen)} 元`, stands: stands("LARGE") },
    {
      label: "此前退款",
      value: `${risk.refundsBefore} 次，近 ${spanText(REPEAT_WINDOW_MS)} ${risk.recentRefunds} 次`,
      stands: stands("REPEATED"),
    },
    { label: "已使用", value: `${risk.usedPercent}%`, stands: stands("MOSTLY_USED") },
    { label: "付款至申请", value: minutesText(risk.minutesSincePayment), stands: stands("USED_FAST") },
    { label: "账号注册", value: `${risk.accountDays} 天`, stands: stands("NEW_ACCOUNT") },
  ];
}

function buyerView(buyer: Buyer, others: readonly StoredRefund[]): AdminRefundDetail["member"] {
  return {
    id: Number(buyer.id),
    name: buyer.name,
    email: buyer.email,
    customerId: buyer.customerId,
    createTime: buyer.createTime.toISOString(),
    paidOrders: buyer.paidOrders,
    paidTotal: yuanNumber(buyer.paidFen),
    refundedTotal: yuanNumber(buyer.refundedFen),
    refunds: others.map(refundRow),
  };
}

export function adminRefundDetail(
  refund: ListedRefund,
  sumLines: (quote: Quote) => readonly Line[],
  reviews: readonly StoredReview[],
  buyer: Buyer,
  others: readonly StoredRefund[],
  adminId: bigint,
): AdminRefundDetail {
  const isOrder = refund.kind === "ORDER";
  const outcome = judgeReview({ ...refund, reviewers: reviews.map((review) => review.adminId) }, adminId, "approve");
  return {
    ...adminRefundRow(refund),
    outRequestNo: refund.outRequestNo,
    tradeNo: refund.tradeNo,
    breakdown: isOrder ? breakdownOf(refund.quote, sumLines(refund.quote)) : [],
    risk: isOrder ? riskLines(refund) : [],
    refusal: refund.refusal,
    sendCount: refund.sendCount,
    sentTime: refund.sentTime?.toISOString() ?? null,
    nextCheckTime: refund.nextCheckAt?.toISOString() ?? null,
    reviews: reviews.map(({ admin, verdict, reason, createTime }) => ({
      adminName: admin.name,
      verdict,
      reason,
      createTime: createTime.toISOString(),
    })),
    member: buyerView(buyer, others),
    reviewable: refund.kind !== "OUTSIDE" && (outcome === "counted" || outcome === "approved"),
    resendable: resendable(refund),
    resolvable: refund.kind !== "OUTSIDE" && APPROVED_REFUND_STATUSES.includes(refund.status),
  };
}
