import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { beijingMinute, spanText } from "../core/time.ts";

/** What a member has, and what is under way for them. */
export interface Standing {
  readonly openRefunds: number;
  /** The latest deadline of what may still be paid. null: nothing. */
  readonly payableUntil: Date | null;
  /** All that are left, held ones included. */
  readonly credits: number;
  /** The end of the last period that is not over. null: none. */
  readonly planEnd: Date | null;
  /** Paid orders whose refund window is open. */
  readonly refundableOrders: number;
}

/** Why the account cannot be closed now, in sentences; none: it can. Money that is under way must find its member. */
export function obstaclesOf({ openRefunds, payableUntil }: Standing): string[] {
  return [
    ...(openRefunds > 0 ? [`有 ${openRefunds} 笔退款还没有结果，有了结果才能关闭`] : []),
    ...(payableUntil
      ? [`有订单还可能收到付款，付款期限是 ${beijingMinute(payableUntil)}，过后几分钟内确认没有付款，才能关闭`]
      : []),
  ];
}

/** What is gone with the account, in sentences. */
export function lossesOf({ credits, planEnd, refundableOrders }: Standing): string[] {
  return [
    ...(credits > 0 ? [`剩余的 ${credits} 积分不能再用，也不会退成钱`] : []),
    ...(planEnd ? [`套餐本来用到 ${beijingMinute(planEnd)}，关闭后立即不能再用`] : []),
    ...(refundableOrders > 0
      ? [`有 ${refundableOrders} 笔订单还在 ${spanText(REFUND_WINDOW_MS)}的退款期内，要退款请先申请，关闭后不能再申请`]
      : []),
    "订单、付款和退款的记录按财务要求保留，关闭后你看不到它们；需要的话请先下载",
    "这个邮箱以后可以重新注册，是一个新的账户",
  ];
}
