import { accountOf } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { finishAttempt } from "./parts.ts";
import { finalCheckAt, isFinalMismatch, isPaid } from "./rules.ts";
import { settlePayment } from "./settle-payment.ts";
import type { AttemptToAsk } from "./store.ts";

/**
 * paid: settled now; waiting: opened, unpaid; absent: nobody opened it yet; over: can never be paid; mismatch: paid
 * with another amount, so it settles nothing and needs no further query; unknown: no usable answer; no-keys: nobody was asked,
 * because the account that opened it is not here.
 */
export type Learned = "paid" | "waiting" | "absent" | "over" | "mismatch" | "unknown" | "no-keys";

/** Queries the account that opened an attempt about it and settles the result. No commit when nothing changed. */
export async function askChannel(attempt: AttemptToAsk, context: Context): Promise<Learned> {
  const account = accountOf(attempt);
  if (!account) return "no-keys";
  const answer = await account.queryTrade(attempt.outTradeNo, context.now);
  if (answer.outcome !== "done") return "unknown";
  const { trade } = answer;
  if (trade && isPaid(trade)) {
    const settlement = await settlePayment(trade, context);
    if (settlement === "mismatch") return isFinalMismatch(trade) ? "mismatch" : "unknown";
    return settlement === "orphan" ? "unknown" : "paid";
  }
  // After the deadline an unopened or waiting trade cannot be paid any more; a closed one cannot either.
  const isOver = trade?.state === "CLOSED" || context.now >= finalCheckAt(attempt.expireTime);
  if (isOver && trade?.state !== "UNKNOWN") {
    const commit = new Commit("askChannel");
    finishAttempt(commit, attempt.id, "CLOSED");
    await commit.run();
    return "over";
  }
  if (trade?.state === "UNKNOWN") return "unknown";
  return trade ? "waiting" : "absent";
}
