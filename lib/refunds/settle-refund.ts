import { raiseAlert } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import type { RefundStatus } from "../core/states.ts";
import { SHORT_OF_MONEY, type Answer } from "../core/trade.ts";
import { Commit, type Write } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import type { HeldGoods } from "../delivery/goods/kind.ts";
import { log } from "../log.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeFacts, NoticeKind } from "../notices/rules.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { markReturned } from "../payments/parts.ts";
import { toldOfDesk } from "./desk-words.ts";
import { freeGoods } from "./free-goods.ts";
import { getRefund } from "./get-refund.ts";
import { finishRefund } from "./parts.ts";
import { handOver } from "./outside-parts.ts";
import { findHeir } from "./outside-store.ts";
import { heldOn, heldSince, isFinalNo, isStuck } from "./rules.ts";
import type { StoredRefund } from "./store.ts";
import { takeGoods } from "./take-goods.ts";

/**
 * The only place that ends a sent refund. Done: goods taken back, order REFUNDED. Refused: held goods released, buyer
 * and operators notified. Unknown or short balance: nothing changes, it is retried. Safe to repeat and to run
 * concurrently. One read, one commit; a plan needs one read more. Returns the refund's status.
 */
export function settleRefund(id: bigint, said: Answer<unknown>, context: Context): Promise<RefundStatus> {
  return retryOnConflict(async () => {
    const refund = await getRefund(id);
    if (refund.status !== "SENT") return refund.status;
    const answer = believed(said, refund, context.now);
    if (answer.outcome === "done") {
      await (await returnedCommit(refund, context)).run();
      return "SUCCESS";
    }
    if (answer.outcome === "refused" && answer.code !== SHORT_OF_MONEY) {
      log.error({ orderSn: refund.orderSn, code: answer.code }, "a refund was refused");
      await (await refusedRefund(refund, answer, context, await findHeir(refund))).run();
      return "REFUSED";
    }
    await tellOperator(refund, answer, context.now);
    return "SENT";
  });
}

/** A refusal that is not final counts as unknown (decision 10). A short balance is never final. */
function believed(said: Answer<unknown>, { sendCount, sentTime }: StoredRefund, now: Date): Answer<unknown> {
  if (said.outcome !== "refused" || said.code === SHORT_OF_MONEY || isFinalNo(sendCount, sentTime, now)) return said;
  return { outcome: "unknown", reason: `refused when sent again: ${said.code}` };
}

async function returnedCommit(refund: StoredRefund, context: Context): Promise<Commit> {
  return refund.kind === "STRAY" ? strayReturned(refund, context) : moneyReturned(refund, context);
}

/** The money went another way than through the channel: what a person wrote down about it. */
export interface ByHand {
  readonly reference: string | null;
}

/** Money that bought nothing has gone back. */
export function strayReturned(refund: StoredRefund, context: Context, byHand: ByHand | null = null): Commit {
  const { orderId, amountFen, tradeNo, paymentId } = refund;
  const commit = new Commit("settleStrayRefund");
  finishRefund(commit, refund, "SUCCESS", null, context.now, byHand);
  markReturned(commit, paymentId);
  recordEvent(commit, orderId, { type: "STRAY_REFUNDED", detail: { tradeNo, amountFen } }, context);
  addNotice(commit, refund, "STRAY_REFUNDED", tradeNo, wayOf(byHand), context.now);
  return commit;
}

/**
 * The money of an order has gone back: the refund ends, what it was for of the goods is taken back, and the order is refunded, or
 * paid again where a person had refunded a part of it.
 */
export async function moneyReturned(
  refund: StoredRefund,
  context: Context,
  byHand: ByHand | null = null,
): Promise<Commit> {
  const { orderId, orderStatus: status, outRequestNo, amountFen, quote } = refund;
  const { event, kind, facts, taken } = toldOfDesk(quote, refund.returnedFen) ?? REFUNDED;
  const { write: takeBack, orderTo } = await takeGoods(refund, goodsOf(refund), context);
  const detail = { outRequestNo, amountFen, ...(taken ? { taken } : {}) };
  const commit = new Commit("settleRefund");
  finishRefund(commit, refund, "SUCCESS", null, context.now, byHand);
  moveOrder(commit, { id: orderId, status }, orderTo, { refundedFen: amountFen }, { type: event, detail }, context);
  takeBack(commit);
  addNotice(commit, refund, kind, outRequestNo, { ...(amountFen > 0 ? wayOf(byHand) : {}), ...facts }, context.now);
  return commit;
}

const REFUNDED = { event: "REFUNDED", kind: "REFUNDED", facts: {}, taken: null } as const;

const wayOf = (byHand: ByHand | null): NoticeFacts => (byHand ? { way: "已另行退还" } : {});

/** A person gives a refund up: what was held is free again, unless an outside refund waits for it. */
export async function giveUp(
  refund: StoredRefund,
  refusal: string,
  heirId: bigint | null,
  context: Context,
): Promise<Commit> {
  if (refund.kind === "STRAY") return refusedRefund(refund, { code: "GIVEN_UP", message: refusal }, context, heirId);
  const commit = new Commit("giveUpRefund");
  (await giveBack(refund, { status: "REFUSED", refusal }, {}, context, heirId))(commit);
  return commit;
}

/** What the refund holds. */
function goodsOf({ id: refundId, orderId, memberId, productName, quote, createTime }: StoredRefund): HeldGoods {
  return { refundId, orderId, memberId, productName, held: quote.held, heldSince: heldSince(quote, createTime) };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** The channel pays nothing back: what was held is free again. A stray payment stays booked as stray: an operator decides. */
export async function refusedRefund(
  refund: StoredRefund,
  { code, message }: Refusal,
  context: Context,
  heirId: bigint | null,
): Promise<Commit> {
  const { outRequestNo, orderSn } = refund;
  const refusal = `${code}: ${message}`.slice(0, 500);
  const end: Write =
    refund.kind === "STRAY"
      ? (commit) => finishRefund(commit, refund, "REFUSED", refusal, context.now)
      : await giveBack(refund, { status: "REFUSED", refusal }, {}, context, heirId);
  const commit = new Commit("refuseRefund");
  end(commit);
  const detail = { code, message, outRequestNo };
  // Where the money went back another way, the alert about that is what a person must look at.
  if (heirId === null)
    raiseAlert(commit, { kind: "REFUND_REFUSED", cause: outRequestNo, orderSn, detail }, context.now);
  return commit;
}

/**
 * Ends a refund without money: order PAID, held goods released (but for what is gone outside), buyer notified. Where an outside refund waits for the goods
 * (`heirId`), they stay held for that one. One read for a plan.
 */
export async function giveBack(
  refund: StoredRefund,
  end: { readonly status: "REFUSED" | "REJECTED"; readonly refusal: string },
  facts: NoticeFacts,
  context: Context,
  heirId: bigint | null,
): Promise<Write> {
  const { orderId, orderStatus, outRequestNo } = refund;
  const free = heirId === null ? await freeGoods(goodsOf(refund), refund.quote, context) : null;
  const type = `REFUND_${end.status}` as const;
  const told = { ...facts, ...keptWords(refund, heirId) };
  return (commit) => {
    finishRefund(commit, refund, end.status, end.refusal, context.now);
    const event = { type, detail: { outRequestNo, ...facts } };
    const order = { id: orderId, status: orderStatus };
    moveOrder(commit, order, free?.orderTo ?? orderStatus, {}, event, context);
    free?.write(commit);
    if (heirId !== null) handOver(commit, heirId, heldOn(refund.quote, refund.createTime));
    addNotice(commit, refund, type, outRequestNo, told, context.now);
  };
}

/** What the buyer is told of the goods when a refund came to nothing. */
function keptWords({ quote }: StoredRefund, heirId: bigint | null): NoticeFacts {
  if (heirId !== null) return { held: "相关权益在核对期间继续冻结" };
  return quote.desk?.part === 0 ? { held: "权益没有变化" } : {};
}

function addNotice(
  commit: Commit,
  { memberId, orderSn, productName, amountFen }: StoredRefund,
  kind: NoticeKind,
  about: string,
  more: NoticeFacts,
  now: Date,
): void {
  const facts = { product: productName, amount: yuanText(amountFen), ...more };
  enqueueNotice(commit, { memberId, kind, about, orderSn, facts }, now);
}

/** Raises an alert when the merchant balance is short, or when the outcome is unknown for an hour. Once each. */
async function tellOperator(
  { outRequestNo, orderSn, sentTime }: StoredRefund,
  answer: Exclude<Answer<unknown>, { outcome: "done" }>,
  now: Date,
): Promise<void> {
  const isRefused = answer.outcome === "refused";
  if (!isRefused && !(sentTime && isStuck(sentTime, now))) return;
  const commit = new Commit("tellOperator");
  const detail = isRefused ? { outRequestNo, message: answer.message } : { outRequestNo, reason: answer.reason };
  const kind = isRefused ? "SELLER_BALANCE_SHORT" : "REFUND_STUCK";
  raiseAlert(commit, { kind, cause: outRequestNo, orderSn, detail }, now);
  await commit.run();
}
