import { raiseAlert } from "../accounts/parts.ts";
import { AppError } from "../core/errors.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import type { TradeFact } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { addDelivery, prepareDelivery, type Delivery } from "../delivery/deliver-goods.ts";
import { recordUndelivered } from "../delivery/parts.ts";
import { nextRetryAt } from "../delivery/rules.ts";
import { isOwnShape } from "../ids.ts";
import { log } from "../log.ts";
import { countDelivery, metrics } from "../metrics.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeKind } from "../notices/rules.ts";
import { moveOrder, recordEvent, type OrderPayment } from "../orders/parts.ts";
import { finishAttempt, keepEvidence, recordPayment, type NewPayment } from "./parts.ts";
import { isFinalMismatch, judgeTrade, paymentTimeOf, type Judgement } from "./rules.ts";
import { findCase, hasMismatch, type StoredCase } from "./store.ts";

/**
 * What a piece of news about a trade came to. orphan: it names no order of ours, or one that is not visible yet. foreign: its number
 * cannot be one of ours.
 */
export type Outcome = Judgement["verdict"] | "orphan" | "foreign";

/** A piece of news about a trade, beside what we know of the order that it names. */
export interface Settlement {
  readonly known: StoredCase;
  readonly fact: TradeFact;
  readonly context: Context;
}

/**
 * The only place that accepts a payment; notification, query, closing and bill all end here. Safe to repeat,
 * concurrently and in any order. Two round trips (one read, one commit) when the fact is new, one read when it is not;
 * a plan needs one read more. When it returns, the result is durable.
 */
export function settlePayment(fact: TradeFact, context: Context): Promise<Outcome> {
  return retryOnConflict(async (isLastTry) => {
    const known = await findCase(fact.outTradeNo, fact.evidenceKey);
    const outcome = known ? await judge({ known, fact, context }, isLastTry) : await keepOrphan(fact, context);
    metrics.settlements.inc({ outcome });
    return outcome;
  });
}

async function judge(settlement: Settlement, isLastTry: boolean): Promise<Outcome> {
  const judgement = judgeTrade(settlement.known, settlement.fact);
  await write(settlement, judgement, isLastTry);
  return judgement.verdict;
}

async function write(settlement: Settlement, judgement: Judgement, isLastTry: boolean): Promise<void> {
  switch (judgement.verdict) {
    case "settle":
      return settle(settlement, judgement.late, isLastTry);
    case "stray":
      await strayPayment(settlement, judgement.kind).run();
      return;
    case "mismatch":
      return keepMismatch(settlement, judgement.what);
    default:
      return keepNotice(settlement, judgement.verdict);
  }
}

/** Commits the payment with its goods; if the delivery fails, the payment alone with a pending delivery. */
async function settle(settlement: Settlement, late: boolean, isLastTry: boolean): Promise<void> {
  const { order } = settlement.known;
  try {
    const delivery = await prepareDelivery(order, settlement.context);
    await paymentWithGoods(settlement, late, delivery).run();
  } catch (error) {
    // A conflict is retried, and an unavailable database is rethrown. Any other error concerns the goods, so the
    // payment is committed alone. An endless conflict is treated the same; if it concerns the payment, the second
    // commit fails with it.
    if (error instanceof AppError || (error instanceof CommitConflict && !isLastTry)) throw error;
    log.error({ error, orderSn: order.orderSn }, "paid, but the goods could not be handed over; a retry is scheduled");
    const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
    await paymentAlone(settlement, late, reason).run();
    return;
  }
  countDelivery(paidNow(settlement).paymentTime, settlement.context.now);
}

/** The order is paid and its goods go out. */
export function paymentWithGoods(settlement: Settlement, late: boolean, delivery: Delivery): Commit {
  const { fact, context } = settlement;
  const event = paidEvent(fact, late, true);
  const commit = new Commit("settlePayment");
  keepEvidence(commit, fact, delivery.order.id, event.type, context.now);
  addDelivery(commit, delivery, paidNow(settlement), event, context);
  bookPayment(commit, settlement, "EFFECTIVE");
  addNotice(commit, settlement, event.type);
  return commit;
}

/** The order is paid, and its goods are promised. */
export function paymentAlone(settlement: Settlement, late: boolean, reason: string): Commit {
  const { known, fact, context } = settlement;
  const { order } = known;
  const event = paidEvent(fact, late, false);
  const commit = new Commit("settlePaymentWithoutGoods");
  keepEvidence(commit, fact, order.id, event.type, context.now);
  moveOrder(commit, order, "PAID", { payment: paidNow(settlement) }, event, context);
  recordUndelivered(commit, order.id, reason, nextRetryAt(0, context.now)!, context.now);
  bookPayment(commit, settlement, "EFFECTIVE");
  addNotice(commit, settlement, "DELIVERY_DELAYED");
  return commit;
}

function paidNow({ known, fact, context }: Settlement): OrderPayment {
  const paymentTime = paymentTimeOf(fact.paidAt, known.order.createTime, context.now);
  return { paymentMethod: fact.paymentMethod, paymentTime };
}

function paidEvent({ tradeNo, source }: TradeFact, late: boolean, delivered: boolean) {
  return { type: late ? "PAID_LATE" : "PAID", detail: { tradeNo, source, delivered } } as const;
}

/** The money is in our books, and there is nothing more to ask about its attempt. */
function bookPayment(commit: Commit, { known, fact, context }: Settlement, kind: NewPayment["kind"]): void {
  const { order, attempt } = known;
  const payment = { ...attempt, orderId: order.id, orderSn: order.orderSn, attemptId: attempt.id, kind };
  recordPayment(commit, payment, fact, context.now);
  finishAttempt(commit, attempt.id, "PAID");
}

/** A stray payment: recorded, notified, and refunded by refunds/refund-stray-payments. */
export function strayPayment(settlement: Settlement, kind: "DUPLICATE" | "UNWANTED"): Commit {
  const { known, fact, context } = settlement;
  const { id, orderSn } = known.order;
  const detail = { tradeNo: fact.tradeNo, kind };
  const commit = new Commit("keepStrayPayment");
  keepEvidence(commit, fact, id, kind, context.now);
  bookPayment(commit, settlement, kind);
  recordEvent(commit, id, { type: "STRAY_PAYMENT", detail }, context);
  raiseAlert(commit, { kind: "STRAY_PAYMENT", cause: fact.tradeNo, orderSn, detail }, context.now);
  addNotice(commit, settlement, "STRAY_PAYMENT", { about: fact.tradeNo });
  return commit;
}

function addNotice(
  commit: Commit,
  { known, context }: Settlement,
  kind: NoticeKind,
  { about = known.order.orderSn, amountFen = known.attempt.amountFen }: { about?: string; amountFen?: number } = {},
): void {
  const { memberId, orderSn, item } = known.order;
  const facts = { product: item.productName, amount: yuanText(amountFen) };
  enqueueNotice(commit, { memberId, kind, about, orderSn, facts }, context.now);
}

/**
 * A mismatch is never fulfilled; it is kept as evidence and raises an alert. If it is final, the attempt ends: it is
 * not queried again, and the order can be closed. The buyer is notified once per trade.
 */
async function keepMismatch(settlement: Settlement, what: string): Promise<void> {
  const { known, fact } = settlement;
  const { id, orderSn } = known.order;
  log.error({ orderSn, what, source: fact.source }, "a trade does not fit its order");
  const isFinal = isFinalMismatch(fact);
  const isNews = isFinal && !known.isKnownNews && !(await hasMismatch(id, fact.tradeNo));
  await mismatch(settlement, what, { isFinal, isNews }).run();
}

function mismatch(
  settlement: Settlement,
  what: string,
  { isFinal, isNews }: { readonly isFinal: boolean; readonly isNews: boolean },
): Commit {
  const { known, fact, context } = settlement;
  const { id, orderSn } = known.order;
  const { tradeNo, amountFen } = fact;
  const commit = new Commit("keepMismatch");
  // Of two concurrent workers, one finds the evidence stored and conflicts.
  keepEvidence(commit, fact, id, `MISMATCH:${what}`, context.now, isNews ? 1 : "any");
  const alert = { kind: "PAYMENT_MISMATCH", cause: `${tradeNo}:${what}`, orderSn, detail: { what, tradeNo } } as const;
  raiseAlert(commit, alert, context.now);
  if (isFinal) finishAttempt(commit, known.attempt.id, "CLOSED");
  if (isNews) {
    recordEvent(commit, id, { type: "PAYMENT_MISMATCH", detail: { tradeNo, amountFen } }, context);
    addNotice(commit, settlement, "PAYMENT_MISMATCH", {
      about: tradeNo,
      amountFen: amountFen ?? known.attempt.amountFen,
    });
  }
  return commit;
}

/** Query answers repeat "unpaid" many times; only notifications are kept. */
async function keepNotice({ known, fact, context }: Settlement, verdict: string): Promise<void> {
  if (known.isKnownNews || fact.source !== "NOTIFY") return;
  const commit = new Commit("keepNotice");
  keepEvidence(commit, fact, known.order.id, verdict, context.now);
  await commit.run();
}

/**
 * A signed notification with an unknown out_trade_no: not ours, or not visible yet. The merchant account may be shared: a number
 * that cannot be ours is kept, counted and summed, and nobody is told of each (docs/rules.md R13).
 */
async function keepOrphan(fact: TradeFact, { now }: Context): Promise<"orphan" | "foreign"> {
  const { tradeNo, outTradeNo, source } = fact;
  if (!isOwnShape(outTradeNo)) {
    const commit = new Commit("keepForeign");
    keepEvidence(commit, fact, null, "FOREIGN", now);
    await commit.run();
    return "foreign";
  }
  log.error({ outTradeNo, source }, "a trade without an order");
  const commit = new Commit("keepOrphan");
  keepEvidence(commit, fact, null, "ORPHAN", now);
  raiseAlert(commit, { kind: "ORPHAN_PAYMENT", cause: tradeNo, orderSn: null, detail: { tradeNo, outTradeNo } }, now);
  await commit.run();
  return "orphan";
}
