import type { AdminOrderDetail } from "../contracts/admin-orders.ts";
import { DELIVERY_STATUS_CODES, orderStatusOf } from "../contracts/codes.ts";
import type { AnswerView, NextAct } from "../contracts/order-story.ts";
import { yuanText } from "../core/money.ts";
import { OPEN_REFUND_STATUSES, type OrderStatus } from "../core/states.ts";
import { beijingMinute } from "../core/time.ts";

/** What the answer is read from: an order as its page shows it. */
export type Known = Pick<AdminOrderDetail, "payments" | "delivery" | "lots" | "segment" | "refunds" | "alerts"> & {
  readonly order: Pick<
    AdminOrderDetail["order"],
    "status" | "deliveryStatus" | "payAmount" | "refundedAmount" | "expireTime" | "closeReason"
  >;
};

const yuan = (amount: number) => `¥${yuanText(Math.round(amount * 100))}`;
const many = (credits: number) => credits.toLocaleString("en-US");
const minute = (iso: string) => beijingMinute(new Date(iso));
const isDelivered = ({ order }: Known) => order.deliveryStatus === DELIVERY_STATUS_CODES.DELIVERED;

/** In one sentence: has the buyer got the goods, why not, and what can be done now (docs/rules.md R134). */
export function answerOf(known: Known, now: Date): AnswerView {
  const answer = ANSWERS[orderStatusOf(known.order.status)](known, now);
  if (known.alerts.length === 0 || answer.next.includes("ALERTS")) return answer;
  return { ...answer, look: "trouble", next: [...answer.next, "ALERTS"] };
}

const ANSWERS: Readonly<Record<OrderStatus, (known: Known, now: Date) => AnswerView>> = {
  PENDING: unpaid,
  CANCELLED: closed,
  PAID: (known, now) => (isDelivered(known) ? delivered(known, now, ["REFUND"]) : owed(known)),
  COMPLETED: (known, now) => delivered(known, now, ["REFUND"]),
  REFUNDING: refunding,
  REFUNDED: refunded,
};

function answer(look: AnswerView["look"], text: string, ...next: NextAct[]): AnswerView {
  return { look, text: `${text}。`, next };
}

/** Money that came and does not fit the order. null: none, or it has gone back. */
function misfit({ payments }: Known): string | null {
  const payment = payments.find(({ kind, isReturned }) => kind === "MISMATCH" && !isReturned);
  return payment ? `收到一笔与订单不符的付款 ${yuan(payment.amount)}，没有计入订单，也没有发放` : null;
}

function unpaid(known: Known, now: Date): AnswerView {
  const odd = misfit(known);
  if (odd) return answer("trouble", odd, "ALERTS");
  const { expireTime } = known.order;
  if (new Date(expireTime) <= now)
    return answer("waiting", "没有收到付款，付款时间已过；关闭之前会再问一次支付宝", "ASK", "WAIT");
  return answer("waiting", `还在等买家付款，可以付到 ${minute(expireTime)}`, "ASK", "CLOSE");
}

const CLOSED_BY: Readonly<Record<string, string>> = {
  EXPIRED: "到时间没有付款，订单关闭了",
  CANCELLED_BY_MEMBER: "买家自己取消了订单",
  CLOSED_BY_SHOP: "同事关闭了订单",
};

function closed(known: Known): AnswerView {
  const odd = misfit(known);
  if (odd) return answer("trouble", `${odd}；订单已经关闭`, "ALERTS");
  const why = CLOSED_BY[known.order.closeReason ?? ""] ?? "订单关闭了";
  const late = known.payments.filter(({ kind }) => kind !== "MISMATCH");
  if (late.length === 0) return answer("fine", `没有收到付款，${why}`, "ASK");
  const sum = yuan(late.reduce((total, { amount }) => total + amount, 0));
  return late.every(({ isReturned }) => isReturned)
    ? answer("fine", `${why}，之后收到的付款 ${sum} 已原路退回`)
    : answer("waiting", `${why}，之后收到的付款 ${sum} 正在原路退回`, "WAIT");
}

/** Paid, and the goods are not out. */
function owed({ order, delivery }: Known): AnswerView {
  const failed = delivery?.lastError
    ? `发放失败 ${delivery.retryCount + 1} 次（${delivery.lastError}）`
    : "商品还没有发放";
  if (order.deliveryStatus === DELIVERY_STATUS_CODES.FAILED)
    return answer("trouble", `付款已到账，${failed}，自动重试已经用完`, "REDELIVER", "REFUND");
  const next = delivery?.nextRetryTime ? `下次重试 ${minute(delivery.nextRetryTime)}` : "正在重试";
  return answer("waiting", `付款已到账，${failed}，${next}`, "WAIT", "REFUND");
}

function delivered(known: Known, now: Date, next: NextAct[]): AnswerView {
  const { refundedAmount } = known.order;
  const returned = refundedAmount > 0 ? `；已退回 ${yuan(refundedAmount)}` : "";
  return answer("fine", `${goodsOf(known, now)}${returned}`, ...next);
}

/** The goods that went out, and what has become of them. */
function goodsOf({ lots, segment }: Known, now: Date): string {
  if (segment) return periodOf(segment, now);
  if (lots.length === 0) return "商品已经发放";
  const sum = (of: "granted" | "remaining" | "frozen" | "reserved") => lots.reduce((all, lot) => all + lot[of], 0);
  const [granted, remaining] = [sum("granted"), sum("remaining")];
  const left =
    remaining === granted
      ? "还没有用过"
      : remaining === 0
        ? "现在没有剩余，去处见经过里的积分"
        : `还剩 ${many(remaining)}`;
  const reserved = sum("reserved") > 0 ? `，其中 ${many(sum("reserved"))} 被任务预留` : "";
  const frozen = sum("frozen") > 0 ? `，其中 ${many(sum("frozen"))} 因退款冻结` : "";
  return `${many(granted)} 积分已经发放，${left}${reserved}${frozen}`;
}

function periodOf({ planName, status, startDate, endDate }: NonNullable<Known["segment"]>, now: Date): string {
  const plan = `「${planName}」`;
  if (status === "EXPIRED" || (status === "ACTIVE" && new Date(endDate) <= now))
    return `${plan}已经发放，${minute(endDate)} 到期了`;
  if (status === "REFUNDED") return `${plan}发放过，已经收回`;
  if (status === "FROZEN") return `${plan}已经发放，因退款冻结`;
  return new Date(startDate) > now
    ? `${plan}已经发放，接在现有的一期之后，从 ${minute(startDate)} 到 ${minute(endDate)}`
    : `${plan}已经发放，有效到 ${minute(endDate)}`;
}

function refunding(known: Known): AnswerView {
  const goods = isDelivered(known) ? "要收回的权益已经冻结" : "商品没有发放";
  const open = known.refunds.find(({ kind, status }) => kind !== "STRAY" && OPEN_REFUND_STATUSES.includes(status));
  if (!open) return answer("waiting", `正在退款，${goods}`, "WAIT");
  const sum = yuan(open.amount);
  if (open.kind === "OUTSIDE")
    return answer("trouble", `支付宝显示这笔款另有退款 ${sum}，${goods}，等同事登记或放开`, "ALERTS");
  if (open.status === "REVIEWING") return answer("trouble", `退款 ${sum} 等待审核，${goods}`, "REVIEW");
  if (open.status === "APPROVED") return answer("waiting", `退款 ${sum} 正在发给支付宝，${goods}`, "WAIT");
  return answer("waiting", `退款 ${sum} 已发给支付宝，还没有最后的答复，会一直问到有结果；${goods}`, "WAIT");
}

function refunded(known: Known): AnswerView {
  const { refundedAmount } = known.order;
  if (refundedAmount === 0) return answer("fine", "权益已由同事收回，没有退款");
  const sum = yuan(refundedAmount);
  return answer("fine", isDelivered(known) ? `${sum} 已退回，权益已收回` : `商品没有发放，${sum} 已退回`);
}
