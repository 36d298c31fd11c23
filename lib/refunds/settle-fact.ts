import type { Context } from "../core/context.ts";
import type { TradeFact } from "../core/trade.ts";
import { settlePayment, type Outcome } from "../payments/settle-payment.ts";
import { noteGoneMoney } from "./note-outside-refund.ts";
import { goneMoneyOf } from "./outside-rules.ts";

/** What a mismatch or an orphan says of money that went back is not about a payment of ours. */
const NOT_OURS: ReadonlySet<Outcome> = new Set(["mismatch", "orphan", "foreign"]);

/**
 * Settles a piece of news about a trade, whether it tells of money that came in or of money that went back. Safe to repeat. When it
 * returns, the result is durable.
 */
export async function settleFact(fact: TradeFact, context: Context): Promise<Outcome> {
  const outcome = await settlePayment(fact, context);
  const gone = goneMoneyOf(fact);
  if (!gone || NOT_OURS.has(outcome)) return outcome;
  const noted = await noteGoneMoney(fact, gone, context);
  if (noted !== "stranger" || fact.state !== "PAID") return outcome;
  // A part of a payment that we have not heard of yet went back: it is a payment first.
  const settled = await settlePayment({ ...fact, isRefund: false }, context);
  await noteGoneMoney(fact, gone, context);
  return settled;
}
