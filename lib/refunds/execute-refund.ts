import { accountOf, presentAccountOf } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import type { RefundStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { SHORT_OF_MONEY, type Answer } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { isDatabaseSilent } from "../db/conflict.ts";
import { log } from "../log.ts";
import { getRefund } from "./get-refund.ts";
import { markSent, releaseRefunds } from "./parts.ts";
import { noteGoneMoney } from "./note-outside-refund.ts";
import { goneMoneyOf } from "./outside-rules.ts";
import { isFinalNo, nextLookAt, SENDING_MS } from "./rules.ts";
import { moneyReturned, settleRefund } from "./settle-refund.ts";
import type { StoredRefund } from "./store.ts";

/** refund_reason of every refund. The buyer's text could trigger isv.suspected-attack (docs/alipay.md A7). */
const REASON = "订单退款";

/**
 * Sends an approved refund, or sends a sent one again with the same number and amount: SENT is committed first, then
 * the channel is called, then its answer is settled. Two commits around one call. Until `leaseUntil` nobody else looks at it; the
 * caller says when to look again at one that stays SENT. Where the account that took the money is not here, nothing is done.
 * Returns the refund's status.
 */
export async function sendRefund(id: bigint, leaseUntil: Date, context: Context): Promise<RefundStatus> {
  const refund = await getRefund(id);
  if (refund.status !== "APPROVED" && refund.status !== "SENT") return refund.status;
  if (refund.amountFen === 0) return takeWithoutMoney(refund, context);
  if (!accountOf(refund)) return refund.status;
  const commit = new Commit("sendRefund");
  markSent(commit, refund, leaseUntil, context.now);
  // null: another worker is sending it, which its number makes safe, or too little is left of the payment.
  if (!(await commit.attempt())) return (await getRefund(id)).status;
  return settleRefund(id, await send(refund, context), context);
}

/** There is no money to send: what was held is taken. Another worker may have done it. Returns the refund's status. */
async function takeWithoutMoney(refund: StoredRefund, context: Context): Promise<RefundStatus> {
  // No bill will name it.
  const commit = await moneyReturned(refund, context, { reference: null });
  return (await commit.attempt()) ? "SUCCESS" : (await getRefund(refund.id)).status;
}

/** Sends an approved refund, and has the scheduler look again soon at one that the channel has not answered. Returns its status. */
export async function executeRefund(id: bigint, context: Context): Promise<RefundStatus> {
  const { now } = context;
  const leaseUntil = after(now, SENDING_MS);
  const status = await sendRefund(id, leaseUntil, context);
  if (status !== "SENT") return status;
  const commit = new Commit("executeRefund");
  releaseRefunds(commit, leaseUntil, [{ row: { id }, nextAt: nextLookAt(now, now), isTry: true }]);
  await commit.run();
  return status;
}

/**
 * The same for a refund whose row the caller has just committed: where our database does not answer, the row stands, so
 * the caller must not say that nothing was done; settle-refunds goes on with it.
 */
export async function beginRefund(id: bigint, context: Context): Promise<RefundStatus> {
  try {
    return await executeRefund(id, context);
  } catch (error) {
    if (!isDatabaseSilent(error)) throw error;
    log.error({ error, refundId: String(id) }, "an approved refund is left to the scheduler");
    return "APPROVED";
  }
}

async function send(refund: StoredRefund, context: Context): Promise<Answer<unknown>> {
  const { now } = context;
  const answer = await presentAccountOf(refund).refundTrade({ ...refund, reason: REASON }, now);
  if (answer.outcome === "done")
    return answer.moved ? answer : { outcome: "unknown", reason: "accepted, but this call moved no money" };
  // The trade may be closed by this very refund, so a refusal counts only if the query does not find the money
  // refunded.
  if (answer.outcome !== "refused" || answer.code === SHORT_OF_MONEY) return answer;
  const learned = await askChannel(refund, now);
  if (learned !== "absent") return learned;
  // Nor is it one where somebody else has sent the money back: the goods must not be let go then.
  const isLast = isFinalNo(refund.sendCount + 1, refund.sentTime ?? now, now);
  return isLast && !(await lookForOthers(refund, context)) ? NO_ANSWER : answer;
}

const NO_ANSWER = { outcome: "unknown", reason: "refused, and the trade could not be asked about" } as const;

/** Takes note of what others have moved of the refund's trade. False: the channel does not answer. */
export async function lookForOthers(refund: StoredRefund, context: Context): Promise<boolean> {
  const answer = await presentAccountOf(refund).queryTrade(refund.outTradeNo, context.now);
  if (answer.outcome !== "done") return false;
  const gone = answer.trade?.tradeNo === refund.tradeNo ? goneMoneyOf(answer.trade) : null;
  // What was sent last is refused, so it explains nothing of it.
  if (gone) await noteGoneMoney(refund, { ...gone, besides: refund.outRequestNo }, context);
  return true;
}

/** Queries the refund: done, unknown, or absent (not received, in progress, or failed). */
export async function askChannel(refund: StoredRefund, now: Date): Promise<Answer<unknown> | "absent"> {
  const answer = await presentAccountOf(refund).queryRefund(refund, now);
  if (answer.outcome !== "done") return answer;
  if (answer.refundedFen === null) return "absent";
  if (answer.refundedFen === refund.amountFen) return answer;
  return { outcome: "unknown", reason: `refunded ${answer.refundedFen} fen instead of ${refund.amountFen}` };
}
