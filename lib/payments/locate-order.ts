import type { MerchantAccount } from "../channels/channel.ts";
import { CHANNELS, presentApps } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { isPaid } from "./rules.ts";
import { settlePayment } from "./settle-payment.ts";
import { findNamedOrder, hasAbsentAttempt } from "./store.ts";

/**
 * The member's own order that a number names. A trade number that we do not know yet is asked of the accounts that
 * it may belong to, and the payment that they answer with is settled. Throws ORDER_NOT_FOUND (404), for somebody else's
 * money too, GATEWAY_UNAVAILABLE (503) where a channel alone could tell and did not, and ACCOUNT_ABSENT (503) where the member has
 * open attempts of an account that is not here.
 */
export async function locateOrder(memberId: bigint, number: string, context: Context): Promise<string> {
  const orderSn = (await findNamedOrder(memberId, number)) ?? (await askChannels(memberId, number, context));
  if (orderSn === null) throw new AppError("ORDER_NOT_FOUND");
  return orderSn;
}

async function askChannels(memberId: bigint, tradeNo: string, context: Context): Promise<string | null> {
  const channels = [...CHANNELS.values()].filter((channel) => channel.isTradeNo(tradeNo));
  const accounts = channels.flatMap((channel) => channel.accounts());
  const found = await Promise.all(accounts.map((account) => askAboutTrade(account, memberId, tradeNo, context)));
  const orderSn = found.find((one) => one !== null) ?? null;
  if (orderSn === null && channels.length > 0 && (await hasAbsentAttempt(memberId, presentApps())))
    throw new AppError("ACCOUNT_ABSENT", { retryAfter: 60 });
  return orderSn;
}

async function askAboutTrade(
  account: MerchantAccount,
  memberId: bigint,
  tradeNo: string,
  context: Context,
): Promise<string | null> {
  const answer = await account.queryTradeNo(tradeNo, context.now);
  if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: answer, retryAfter: 5 });
  const { trade } = answer;
  // Only the member's own: a merchant's account may have trades of other applications.
  const orderSn = trade && (await findNamedOrder(memberId, trade.outTradeNo));
  if (orderSn && isPaid(trade)) await settlePayment(trade, context);
  return orderSn;
}
