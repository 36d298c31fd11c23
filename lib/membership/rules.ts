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
  /** Invoices, and red letters, that are asked for and not there. */
  readonly openInvoices: number;
  readonly isAdmin: boolean;
}

/** Why the account cannot be closed now, in sentences; none: it can. Money that is under way must find its member. */
export function obstaclesOf({ openRefunds, payableUntil, isAdmin }: Standing): string[] {
  return [
    // So that the shop never loses its last one (docs/rules.md R108).
    ...(isAdmin ? ["你是管理员，先请另一位管理员改掉你的角色，才能关闭"] : []),
    ...(openRefunds > 0 ? [`有 ${openRefunds} 笔退款还没有结果，有了结果才能关闭`] : []),
    ...(payableUntil
      ? [`有订单还可能收到付款，付款期限是 ${beijingMinute(payableUntil)}，过后几分钟内确认没有付款，才能关闭`]
      : []),
  ];
}

/** What is gone with the account, in sentences. */
export function lossesOf({ credits, planEnd, refundableOrders, openInvoices }: Standing): string[] {
  return [
    ...(credits > 0 ? [`剩余的 ${credits} 积分不能再用，也不会退成钱`] : []),
    ...(planEnd ? [`套餐本来用到 ${beijingMinute(planEnd)}，关闭后立即不能再用`] : []),
    ...(refundableOrders > 0
      ? [`有 ${refundableOrders} 笔订单还在 ${spanText(REFUND_WINDOW_MS)}的退款期内，要退款请先申请，关闭后不能再申请`]
      : []),
    ...(openInvoices > 0
      ? [`有 ${openInvoices} 张发票还在办理，会照常办完，但关闭后你不能在这里下载；要的话请等开出以后再关闭`]
      : []),
    "订单、付款、退款和发票的记录按财务要求保留，关闭后你看不到它们；需要的话请先下载",
    "这个邮箱以后可以重新注册，是一个新的账户",
  ];
}

/** What happens when the shop closes the account, in sentences. Nothing that runs is cut off, and no money is kept. */
export function closingByShop(standing: Standing): string[] {
  const { openRefunds, payableUntil, credits, planEnd, refundableOrders, openInvoices } = standing;
  return [
    "所有浏览器立即退出，不能再登录；邮箱不能用来重新注册。可以重新打开",
    ...(openRefunds > 0 ? [`${openRefunds} 笔进行中的退款照常办完`] : []),
    ...(payableUntil
      ? [`有订单在 ${beijingMinute(payableUntil)} 之前还可能收到付款，关闭以后收到的会自动原路退回`]
      : []),
    ...(refundableOrders > 0 ? [`${refundableOrders} 笔订单还在退款期内，关闭期间会员自己不能申请退款`] : []),
    ...(openInvoices > 0 ? [`${openInvoices} 张在办的发票照常办完，关闭期间会员不能下载`] : []),
    ...(credits > 0 ? [`剩余的 ${credits} 积分留着，照常到期；后端用服务密钥还能扣，正在跑的任务不会停`] : []),
    ...(planEnd ? [`套餐照常计时，到 ${beijingMinute(planEnd)} 为止，关闭的时间不补`] : []),
  ];
}
