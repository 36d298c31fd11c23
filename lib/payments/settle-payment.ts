import { raiseAlert } from "../accounts/parts.ts";
import { AppError } from "../core/errors.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import type { TradeFact } from "../core/trade.ts";
import { Commit, CommitConflict, retryOnConflict } from "../db/commit.ts";
import { recordDelivered, recordUndelivered } from "../delivery/parts.ts";
import { prepareDelivery } from "../delivery/prepare-delivery.ts";
import { nextRetryAt } from "../delivery/rules.ts";
import { log } from "../log.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeKind } from "../notices/rules.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { snapshotOf } from "../orders/rules.ts";
import { finishAttempt, keepEvidence, recordPayment } from "./parts.ts";
import { isFinalMismatch, judgeTrade, paymentTimeOf, type Judgement } from "./rules.ts";
import { findCase, hasMismatch, type StoredCase } from "./store.ts";

export type Settlement = Judgement["verdict"] | "orphan";

/** What is being settled: the order as it was read, what Alipay says, and the clock and caller of this unit of work. */
interface Case {
  readonly known: StoredCase;
  readonly fact: TradeFact;
  readonly context: Context;
}

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
    const settled = { known, fact, context };
    switch (judgement.verdict) {
      case "settle":
        await settle(settled, judgement.late, isLastTry);
        break;
      case "stray":
        await keepStray(settled, judgement.kind);
        break;
      case "mismatch":
        await keepMismatch(settled, judgement.what);
        break;
      default:
        await keepNotice(settled, judgement.verdict);
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
async function settle(settled: Case, late: boolean, isLastTry: boolean): Promise<void> {
  try {
    await settleWithGoods(settled, late);
  } catch (error) {
    // A conflict is decided anew, a database that does not answer is waited for. Anything else is about the goods, never
    // about the money; so is a conflict that does not end, and if it is about the money after all, the payment alone meets
    // it again.
    if (error instanceof AppError || (error instanceof CommitConflict && !isLastTry)) throw error;
    const { orderSn } = settled.known;
    log.error({ error, orderSn }, "paid, but the goods could not be handed over; a retry is scheduled");
    await settleWithoutGoods(settled, late, error);
  }
}

async function settleWithGoods(settled: Case, late: boolean): Promise<void> {
  const { known, context } = settled;
  const { orderId, memberId } = known;
  const addGoods = await prepareDelivery({ id: orderId, memberId, snapshot: snapshotOf(known.item) }, context);
  const commit = new Commit("settlePayment");
  addPayment(commit, settled, late, true);
  addGoods(commit);
  recordDelivered(commit, orderId, context.now);
  addNotice(commit, settled, late ? "PAID_LATE" : "PAID");
  await commit.run();
}

async function settleWithoutGoods(settled: Case, late: boolean, cause: unknown): Promise<void> {
  const { known, context } = settled;
  const reason = cause instanceof Error ? cause.message.slice(0, 500) : String(cause);
  const commit = new Commit("settlePaymentWithoutGoods");
  addPayment(commit, settled, late, false);
  recordUndelivered(commit, known.orderId, reason, nextRetryAt(0, context.now)!, context.now);
  addNotice(commit, settled, "DELIVERY_DELAYED");
  await commit.run();
}

/** The order is paid: evidence, the order's move with its history, the payment, and the end of its attempt. */
function addPayment(commit: Commit, { known, fact, context }: Case, late: boolean, delivered: boolean): void {
  const { now } = context;
  const type = late ? "PAID_LATE" : "PAID";
  keepEvidence(commit, fact, known.orderId, type, now);
  moveOrder(
    commit,
    { id: known.orderId, status: known.orderStatus },
    "PAID",
    {
      paymentTime: paymentTimeOf(fact.paidAt, known.createTime, now),
      ...(delivered ? { deliveryStatus: "DELIVERED" as const } : {}),
    },
    { type, detail: { tradeNo: fact.tradeNo, source: fact.source, delivered } },
    context,
  );
  recordPayment(commit, { ...known, kind: "EFFECTIVE" }, fact, now);
  finishAttempt(commit, known.attemptId, "PAID");
}

/** Real money that buys nothing: booked, told, and sent back by refunds/refund-stray-payments. */
async function keepStray(settled: Case, kind: "DUPLICATE" | "UNWANTED"): Promise<void> {
  const { known, fact, context } = settled;
  const { orderId, orderSn } = known;
  const detail = { tradeNo: fact.tradeNo, kind };
  const commit = new Commit("keepStrayPayment");
  keepEvidence(commit, fact, orderId, kind, context.now);
  recordPayment(commit, { ...known, kind }, fact, context.now);
  recordEvent(commit, orderId, { type: "STRAY_PAYMENT", detail }, context);
  finishAttempt(commit, known.attemptId, "PAID");
  raiseAlert(commit, { kind: "STRAY_PAYMENT", cause: fact.tradeNo, orderSn, detail }, context.now);
  addNotice(commit, settled, "STRAY_PAYMENT", { about: fact.tradeNo });
  await commit.run();
}

function addNotice(
  commit: Commit,
  { known, context }: Case,
  kind: NoticeKind,
  { about = known.orderSn, amountFen = known.amountFen }: { about?: string; amountFen?: number } = {},
): void {
  const { memberId, orderSn, item } = known;
  const facts = { product: item.productName, amount: yuanText(amountFen) };
  enqueueNotice(commit, { memberId, kind, about, orderSn, facts }, context.now);
}

/**
 * Never fulfilled, kept as evidence and raised. Where it is the last word about the attempt, the attempt is over: nobody
 * asks again, and the order can be closed like any other that is unpaid. The buyer is told once per trade.
 */
async function keepMismatch(settled: Case, what: string): Promise<void> {
  const { known, fact, context } = settled;
  const { orderId, orderSn } = known;
  const { tradeNo, amountFen } = fact;
  log.error({ orderSn, what, source: fact.source }, "a trade does not fit its order");
  const isFinal = isFinalMismatch(fact);
  const isNews = isFinal && !known.isKnownNews && !(await hasMismatch(orderId, tradeNo));
  const commit = new Commit("keepMismatch");
  // Of two who learn it at once, one finds its evidence kept already, and decides again.
  keepEvidence(commit, fact, orderId, `MISMATCH:${what}`, context.now, isNews ? 1 : "any");
  const alert = { kind: "PAYMENT_MISMATCH", cause: `${tradeNo}:${what}`, orderSn, detail: { what, tradeNo } } as const;
  raiseAlert(commit, alert, context.now);
  if (isFinal) finishAttempt(commit, known.attemptId, "CLOSED");
  if (isNews) {
    recordEvent(commit, orderId, { type: "PAYMENT_MISMATCH", detail: { tradeNo, amountFen } }, context);
    addNotice(commit, settled, "PAYMENT_MISMATCH", { about: tradeNo, amountFen: amountFen ?? known.amountFen });
  }
  await commit.run();
}

/** Polls repeat "still unpaid" all the time; only a notice is worth keeping. */
async function keepNotice({ known, fact, context }: Case, verdict: string): Promise<void> {
  if (known.isKnownNews || fact.source !== "NOTIFY") return;
  const commit = new Commit("keepNotice");
  keepEvidence(commit, fact, known.orderId, verdict, context.now);
  await commit.run();
}

/** A signed notice for a number that is not ours, or not yet visible. */
async function keepOrphan(fact: TradeFact, { now }: Context): Promise<"orphan"> {
  const { tradeNo, outTradeNo, source } = fact;
  log.error({ outTradeNo, source }, "a trade without an order");
  const commit = new Commit("keepOrphan");
  keepEvidence(commit, fact, null, "ORPHAN", now);
  raiseAlert(commit, { kind: "ORPHAN_PAYMENT", cause: tradeNo, orderSn: null, detail: { tradeNo, outTradeNo } }, now);
  await commit.run();
  return "orphan";
}
