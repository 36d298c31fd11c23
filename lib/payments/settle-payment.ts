import { raiseAlert } from "../accounts/parts.ts";
import { AppError } from "../core/errors.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import type { TradeFact } from "../core/trade.ts";
import { commit, CommitConflict, retryOnConflict, type Part } from "../db/commit.ts";
import { recordDelivered, recordUndelivered } from "../delivery/parts.ts";
import { prepareDelivery } from "../delivery/prepare-delivery.ts";
import { nextRetryAt } from "../delivery/rules.ts";
import { log } from "../log.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeKind } from "../notices/rules.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { snapshotOf } from "../orders/rules.ts";
import { finishAttempt, keepEvidence, recordPayment } from "./parts.ts";
import { judgeTrade, paymentTimeOf, type Judgement } from "./rules.ts";
import { findCase, type StoredCase } from "./store.ts";

export type Settlement = Judgement["verdict"] | "orphan";

/**
 * The one place where money comes true: notify, question, expiry and bill all end here.
 * Harmless when repeated, concurrent or out of order. Two round trips (one read, one commit) when the fact is new, one
 * read when it is not; a plan needs one read more. When this returns, what it says is durable.
 */
export function settlePayment(fact: TradeFact, context: Context): Promise<Settlement> {
  return retryOnConflict(async (isLastTry) => {
    const known = await findCase(fact.outTradeNo, fact.evidenceKey);
    if (!known) return keepOrphan(fact, context);
    const judgement = judge(known, fact);
    switch (judgement.verdict) {
      case "settle":
        await settle(known, fact, judgement.late, isLastTry, context);
        break;
      case "stray":
        await commit(strayParts(known, fact, judgement.kind, context));
        break;
      case "mismatch":
        await keepMismatch(known, fact, judgement.what, context);
        break;
      default:
        // Polls repeat "still unpaid" all the time; only a notice is worth keeping.
        if (!known.isKnownNews && fact.source === "NOTIFY")
          await commit([keepEvidence(fact, known.orderId, judgement.verdict, context.now)]);
    }
    return judgement.verdict;
  });
}

function judge(known: StoredCase, fact: TradeFact): Judgement {
  const { orderStatus, appId, sellerId, amountFen, payments, memberStatus } = known;
  const attempt = { appId, sellerId, amountFen };
  return judgeTrade({ orderStatus, attempt, payments, memberIsActive: memberStatus === "ACTIVE" }, fact);
}

/** The payment with its goods; when the goods cannot be given, the payment alone with the promise of goods. */
async function settle(
  known: StoredCase,
  fact: TradeFact,
  late: boolean,
  isLastTry: boolean,
  context: Context,
): Promise<void> {
  const order = { id: known.orderId, memberId: known.memberId, snapshot: snapshotOf(known.item) };
  try {
    const goods = await prepareDelivery(order, context);
    await commit([
      ...paymentParts(known, fact, late, true, context),
      ...goods,
      recordDelivered(known.orderId, context.now),
    ]);
  } catch (error) {
    // A conflict is decided anew, bad weather is waited for. Anything else is about the goods, never about the money; so
    // is a conflict that does not end, and if it is about the money after all, the payment alone meets it again.
    if (error instanceof AppError || (error instanceof CommitConflict && !isLastTry)) throw error;
    log.error({ error, orderSn: known.orderSn }, "paid, but the goods could not be handed over; a retry is scheduled");
    const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
    await commit([
      ...paymentParts(known, fact, late, false, context),
      recordUndelivered(known.orderId, reason, nextRetryAt(0, context.now)!, context.now),
    ]);
  }
}

function paymentParts(known: StoredCase, fact: TradeFact, late: boolean, delivered: boolean, context: Context): Part[] {
  const { now } = context;
  const event = late ? "PAID_LATE" : "PAID";
  return [
    keepEvidence(fact, known.orderId, event, now),
    ...moveOrder(
      { id: known.orderId, status: known.orderStatus },
      "PAID",
      {
        paymentTime: paymentTimeOf(fact.paidAt, known.createTime, now),
        ...(delivered ? { deliveryStatus: "DELIVERED" as const } : {}),
      },
      { type: event, detail: { tradeNo: fact.tradeNo, source: fact.source, delivered } },
      context,
    ),
    recordPayment({ ...known, kind: "EFFECTIVE" }, fact, now),
    finishAttempt(known.attemptId, "PAID"),
    notice(known, delivered ? event : "DELIVERY_DELAYED", known.orderSn, now),
  ];
}

/** Real money that buys nothing: booked, told, and sent back by refunds/refund-stray-payments. */
function strayParts(known: StoredCase, fact: TradeFact, kind: "DUPLICATE" | "UNWANTED", context: Context): Part[] {
  return [
    keepEvidence(fact, known.orderId, kind, context.now),
    recordPayment({ ...known, kind }, fact, context.now),
    recordEvent(known.orderId, "STRAY_PAYMENT", { tradeNo: fact.tradeNo, kind }, context),
    finishAttempt(known.attemptId, "PAID"),
    raiseAlert("STRAY_PAYMENT", fact.tradeNo, known.orderSn, { tradeNo: fact.tradeNo, kind }, context.now),
    notice(known, "STRAY_PAYMENT", fact.tradeNo, context.now),
  ];
}

function notice(known: StoredCase, kind: NoticeKind, about: string, now: Date): Part {
  const { memberId, orderSn, item, amountFen } = known;
  return enqueueNotice(
    { memberId, kind, about, orderSn, facts: { product: item.productName, amount: yuanText(amountFen) } },
    now,
  );
}

/** Never fulfilled, kept as evidence and raised (contract section 4, rule 6). */
async function keepMismatch(known: StoredCase, fact: TradeFact, what: string, { now }: Context): Promise<void> {
  log.error({ orderSn: known.orderSn, what, source: fact.source }, "a trade does not fit its order");
  await commit([
    keepEvidence(fact, known.orderId, `MISMATCH:${what}`, now),
    raiseAlert("PAYMENT_MISMATCH", `${fact.tradeNo}:${what}`, known.orderSn, { what, tradeNo: fact.tradeNo }, now),
  ]);
}

/** A signed notice for a number that is not ours, or not yet visible. */
async function keepOrphan(fact: TradeFact, { now }: Context): Promise<"orphan"> {
  log.error({ outTradeNo: fact.outTradeNo, source: fact.source }, "a trade without an order");
  const alert = { tradeNo: fact.tradeNo, outTradeNo: fact.outTradeNo };
  await commit([keepEvidence(fact, null, "ORPHAN", now), raiseAlert("ORPHAN_PAYMENT", fact.tradeNo, null, alert, now)]);
  return "orphan";
}
