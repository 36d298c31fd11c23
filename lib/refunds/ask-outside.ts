import { presentAccountOf } from "../channels/channels.ts";
import { AppError } from "../core/errors.ts";
import type { Fen } from "../core/money.ts";
import type { PaymentMethod } from "../core/states.ts";
import { askableNumbers, bookedFen, type KnownRefund } from "./outside-rules.ts";

/** What the channel says of an outside refund: its amount, the sum of all of the trade, or nothing. */
export type SaidOfOutside = { readonly amountFen: Fen } | { readonly totalFen: Fen | "ALL" } | null;

interface AskedRefund {
  readonly paymentMethod: PaymentMethod;
  readonly appId: string;
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
}

/**
 * Asks the channel about an outside refund by its number, where there is one, and about its trade where that says nothing. Throws
 * GATEWAY_UNAVAILABLE (503) when it does not answer, and ACCOUNT_ABSENT (503): then nothing is known.
 */
export async function askOutside(refund: AskedRefund, now: Date): Promise<SaidOfOutside> {
  const account = presentAccountOf(refund);
  for (const outRequestNo of askableNumbers(refund)) {
    const answer = await account.queryRefund({ ...refund, outRequestNo }, now);
    if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: answer, retryAfter: 5 });
    if (answer.refundedFen !== null) return { amountFen: answer.refundedFen };
  }
  const answer = await account.queryTrade(refund.outTradeNo, now);
  if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: answer, retryAfter: 5 });
  const { trade } = answer;
  if (trade?.tradeNo !== refund.tradeNo) return null;
  if (trade.back?.totalFen) return { totalFen: trade.back.totalFen };
  return trade.state === "CLOSED" ? { totalFen: "ALL" } : null;
}

/** How much of it this refund is, after what is booked; null: none. Throws REFUND_NOT_RESOLVABLE (409) where it is more than is left. */
export function amountSaid(said: SaidOfOutside, paidFen: Fen, refunds: readonly KnownRefund[]): Fen | null {
  if (!said) return null;
  const leftFen = paidFen - bookedFen(refunds);
  const amountFen =
    "amountFen" in said ? said.amountFen : leftFen - paidFen + (said.totalFen === "ALL" ? paidFen : said.totalFen);
  if (amountFen > leftFen)
    throw new AppError("REFUND_NOT_RESOLVABLE", { about: "加上已经登记的退款，比付款还多，请先核对账单" });
  return amountFen > 0 ? amountFen : null;
}
