import { queryTradeNo } from "../alipay/gateway.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { settlePayment } from "./settle-payment.ts";
import { findNamedOrder } from "./store.ts";

/** Alipay's own numbers: digits alone, 16 at least. */
const TRADE_NO = /^\d{16,64}$/;

/**
 * The member's own order that a number names. A trade number that we do not know yet is asked of Alipay, and the payment
 * that it answers with is settled. Throws ORDER_NOT_FOUND (404), for somebody else's money too, and GATEWAY_UNAVAILABLE
 * (503) where Alipay alone could tell and did not.
 */
export async function locateOrder(memberId: bigint, number: string, context: Context): Promise<string> {
  const orderSn = (await findNamedOrder(memberId, number)) ?? (await askAboutTrade(memberId, number, context));
  if (orderSn === null) throw new AppError("ORDER_NOT_FOUND");
  return orderSn;
}

async function askAboutTrade(memberId: bigint, tradeNo: string, context: Context): Promise<string | null> {
  if (!TRADE_NO.test(tradeNo)) return null;
  const answer = await queryTradeNo(tradeNo, context.now);
  if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: answer, retryAfter: 5 });
  const { trade } = answer;
  // Only the member's own: a merchant's account may have trades of other applications.
  const orderSn = trade && (await findNamedOrder(memberId, trade.outTradeNo));
  if (orderSn && trade.state === "PAID") await settlePayment(trade, context);
  return orderSn;
}
