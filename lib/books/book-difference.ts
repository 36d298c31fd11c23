import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import { presentAccountOf } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { DifferenceStatus } from "../core/states.ts";
import type { TradeFact } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { bookOutsideRefund } from "../refunds/book-outside-refund.ts";
import { findStillDiffering } from "./bill-differences.ts";
import { changeDifference, closeDifference } from "./difference-parts.ts";
import { findAttemptApp, findOutsideRefund, type StoredDifference } from "./difference-store.ts";
import { getDifference, getDifferenceFor } from "./get-difference.ts";
import { differenceOf } from "./rules.ts";

interface Decided {
  readonly adminId: bigint;
  readonly reason: string;
}

/**
 * A person has a difference booked (docs/rules.md R117): a refund made outside by the booking that there is for it, a payment
 * by the one function that settles money, after the channel's signed answer. Returns what became of the difference:
 * REFUNDED where the money buys nothing and sends itself back, OPEN where the books now have it with another amount.
 * Throws as getDifferenceFor and bookOutsideRefund do, TRADE_NOT_PAID (409: the channel has no such paid trade),
 * GATEWAY_UNAVAILABLE and ACCOUNT_ABSENT (503: nothing is changed).
 */
export async function bookDifference(
  adminId: bigint,
  differenceId: bigint,
  reason: string,
  context: Context,
): Promise<{ status: DifferenceStatus }> {
  const difference = await getDifferenceFor("book", differenceId);
  const decided = { adminId, reason };
  if (difference.outsideId !== null) return bookRefund(difference, difference.outsideId, decided, context);
  const fact = await askTrade(difference, context.now);
  const { tradeNo } = difference;
  const outcome = await settlePayment({ ...fact, source: "BILL", evidenceKey: `bill:${tradeNo}` }, context);
  const status = outcome === "stray" ? "REFUNDED" : "BOOKED";
  return { status: await conclude(difference, status, decided, context) };
}

/** What the account that opened the trade says of it: that it was paid. */
async function askTrade({ paymentMethod, outTradeNo, tradeNo }: StoredDifference, now: Date): Promise<TradeFact> {
  const appId = await findAttemptApp(outTradeNo);
  if (appId === null) throw new AppError("DIFFERENCE_NOT_SO", { about: "没有本店的支付尝试有这个单号" });
  const answer = await presentAccountOf({ paymentMethod, appId }).queryTrade(outTradeNo, now);
  if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { detail: answer, retryAfter: 5 });
  if (answer.trade?.state !== "PAID" || answer.trade.tradeNo !== tradeNo)
    throw new AppError("TRADE_NOT_PAID", { detail: answer.trade?.state ?? "no such trade" });
  return answer.trade;
}

/** The refund and the difference are booked in one commit. */
async function bookRefund(
  difference: StoredDifference,
  outsideId: bigint,
  { adminId, reason }: Decided,
  context: Context,
): Promise<{ status: DifferenceStatus }> {
  const { id } = difference;
  const refund = await findOutsideRefund(outsideId);
  await bookOutsideRefund(adminId, refund, reason, context, (commit) => {
    closeDifference(commit, id, { status: "BOOKED", closedBy: adminId, reason }, context.now);
  });
  return { status: (await getDifference(id)).status };
}

/** The money is settled: the difference closes where the line and the books now say the same, and stays open where they do not. */
async function conclude(
  difference: StoredDifference,
  status: "BOOKED" | "REFUNDED",
  { adminId, reason }: Decided,
  context: Context,
): Promise<DifferenceStatus> {
  const { id, cause, tradeNo, orderSn } = difference;
  const [still] = await findStillDiffering([id]);
  const commit = new Commit("bookDifference");
  const end = still ? "OPEN" : status;
  if (still) changeDifference(commit, id, { ...still, what: differenceOf(still) });
  else {
    closeDifference(commit, id, { status, closedBy: adminId, reason }, context.now);
    resolveAlertAbout(commit, "BILL_DIFFERENCE", cause, adminId, context.now);
  }
  const amountFen = Number(difference.amountFen);
  audit(
    commit,
    "DIFFERENCE_BOOKED",
    tradeNo,
    { differenceId: Number(id), orderSn, amountFen, status: end, reason },
    context,
  );
  if (!(await commit.attempt())) throw new AppError("DIFFERENCE_CLOSED");
  return end;
}
