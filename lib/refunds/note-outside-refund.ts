import { raiseAlert, renameAlert } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { OPEN_REFUND_STATUSES, type PaymentMethod } from "../core/states.ts";
import { Commit, type Write } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { lookAtGoods } from "../delivery/goods/kinds.ts";
import { getStanding } from "../invoices/get-standing.ts";
import { leaveInvoice } from "../invoices/parts.ts";
import { log } from "../log.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { holdsPart, withRest } from "./desk-rules.ts";
import { holdMore, insertOutside, nameOutside, outsideCause } from "./outside-parts.ts";
import { holdable, judgeGoneMoney, type GoneMoney, type OutsideVerdict } from "./outside-rules.ts";
import { findReturns, type Returns } from "./outside-store.ts";
import { worthOf, type Quote } from "./rules.ts";

/** stranger: the trade is no payment of ours. explained: our own refunds, or what is known already, say it all. */
export type Noted = "stranger" | "explained" | "named" | "noted";

/**
 * Takes note of money of a trade that has gone back (docs/rules.md R86). What our own refunds do not explain was refunded outside:
 * one commit keeps it as a refund of its own kind, holds what is left of the order's goods, and raises an alert. The same
 * news again does nothing. When it returns, what it answers is durable. Three reads, one more for the goods, one commit.
 */
export function noteGoneMoney(
  trade: { readonly paymentMethod: PaymentMethod; readonly tradeNo: string },
  gone: GoneMoney,
  context: Context,
): Promise<Noted> {
  return retryOnConflict(async () => {
    const known = await findReturns(trade);
    if (!known) return "stranger";
    const judgement = judgeGoneMoney(known, gone);
    if (judgement.verdict === "explained") return "explained";
    const commit = new Commit("noteGoneMoney");
    if (judgement.verdict === "named") {
      const { tradeNo } = known;
      const [from, to] = [judgement.refund.outRequestNo, judgement.requestNo];
      nameOutside(commit, tradeNo, from, to);
      const causeOf = (outRequestNo: string) => outsideCause({ tradeNo, outRequestNo });
      renameAlert(commit, "OUTSIDE_REFUND", causeOf(from), causeOf(to), { outRequestNo: to });
      await commit.run();
      return "named";
    }
    log.error({ orderSn: known.orderSn, source: gone.source }, "a refund was made outside");
    await addOutside(commit, known, gone, judgement, context);
    await commit.run();
    return "noted";
  });
}

async function addOutside(
  commit: Commit,
  known: Returns,
  { source, requestNo }: GoneMoney,
  { requestNo: outRequestNo, amountFen }: OutsideVerdict & { verdict: "outside" },
  context: Context,
): Promise<void> {
  const { orderId, orderSn, tradeNo, status, paymentKind } = known;
  const event = { type: "OUTSIDE_REFUND_SEEN", detail: { outRequestNo, amountFen, source } };
  let quote: Quote | null = null;
  if (paymentKind !== "EFFECTIVE") recordEvent(commit, orderId, event, context);
  else if (holdable(status)) {
    const held = await holdOf(known, context.now);
    quote = held.quote;
    moveOrder(commit, { id: orderId, status }, "REFUNDING", {}, event, context);
    held.hold(commit);
  } else {
    await holdRest(commit, known, context.now);
    moveOrder(commit, { id: orderId, status }, status, {}, event, context);
  }
  if (paymentKind === "EFFECTIVE") leaveInvoice(commit, await getStanding(orderId), context.now);
  const reason = "在支付宝一侧退款，不是从这里发出的";
  insertOutside(commit, known, { outRequestNo, amountFen, reason, quote }, context);
  const what = requestNo === null ? "UNNAMED" : "NAMED";
  const detail = { what, tradeNo, outRequestNo, amountFen, source };
  const cause = outsideCause({ tradeNo, outRequestNo });
  raiseAlert(commit, { kind: "OUTSIDE_REFUND", cause, orderSn, detail }, context.now);
}

/** A refund of ours that is open and holds a part of the goods alone holds the rest too, for the outside one that waits. */
async function holdRest(commit: Commit, known: Returns, now: Date): Promise<void> {
  const holder = known.refunds.find(({ isHolder, status }) => isHolder && OPEN_REFUND_STATUSES.includes(status));
  if (!holder || !holdsPart(holder.quote)) return;
  const { quote, hold } = await holdOf(known, now);
  holdMore(commit, holder, withRest(holder.quote, quote, now));
  hold(commit);
}

/** What is left of the order's goods, held, with what it is worth. */
async function holdOf(known: Returns, now: Date): Promise<{ quote: Quote; hold: Write }> {
  const goods = await lookAtGoods({ ...known, id: known.orderId }, now);
  const { sum, held } = goods.standing;
  return {
    quote: { paidFen: known.paidFen, amountFen: worthOf(known.paidFen, goods.standing), sum, held },
    hold: goods.hold,
  };
}
