import { createHash } from "node:crypto";
import type { RefundResultView, RequestRefundBody } from "../contracts/refunds.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanNumber, yuanText } from "../core/money.ts";
import { after } from "../core/time.ts";
import { expireReservations } from "../credits/expire-reservations.ts";
import { Commit, type Returning, type Write } from "../db/commit.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { newRequestNo } from "../ids.ts";
import { leaveInvoice } from "../invoices/parts.ts";
import type { InvoiceStanding } from "../invoices/rules.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeFacts } from "../notices/rules.ts";
import { moveOrder } from "../orders/parts.ts";
import { beginRefund } from "./execute-refund.ts";
import { loadCase, type RefundCase } from "./load-case.ts";
import { insertRefund, type NewRefund } from "./parts.ts";
import { showQuote } from "./quote-refund.ts";
import { quoteOf, reviewOf, riskOf, SENDING_MS, type Quote, type Review } from "./rules.ts";
import { findRefundByRequestKey, type StoredCase, type StoredRefund } from "./store.ts";
import { refundResultView } from "./view.ts";

export interface RefundRequest extends RequestRefundBody {
  readonly orderSn: string;
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

type Asked = Pick<StoredRefund, "id" | "status" | "amountFen">;

/**
 * Requests a refund. Quotes again, then one commit: order REFUNDING, remaining goods held, refund inserted with its
 * request number. A refund that needs no review is sent at once; settle-refunds resolves an unknown outcome. A repeat
 * with the same key returns the refund as it is now. Throws ORDER_NOT_FOUND (404), ORDER_NOT_REFUNDABLE (409),
 * REFUND_AMOUNT_CHANGED (409: it is not the `expectedAmount`; nothing is held), IDEMPOTENCY_KEY_REUSED (409), BUSY (503).
 */
export async function requestRefund(
  memberId: bigint,
  request: RefundRequest,
  context: Context,
): Promise<RefundResultView> {
  const asked = await retryOnConflict(async () => {
    // Load the order first: if it shows the refund of this key, the key lookup after it finds it.
    const loaded = await loadCase(memberId, request.orderSn, context.now);
    try {
      return (await askedBefore(memberId, request)) ?? (await ask(loaded, request, context));
    } catch (error) {
      // The goods changed, or an expired lease is still on them; release expired leases before the retry.
      if (error instanceof CommitConflict) await expireReservations(context.now, memberId);
      throw error;
    }
  });
  const status = asked.status === "APPROVED" ? await beginRefund(asked.id, context) : asked.status;
  return refundResultView({ ...asked, status });
}

function hashOf({ orderSn, reason, expectedAmount }: RefundRequest): string {
  return createHash("sha256").update(JSON.stringify({ orderSn, reason, expectedAmount })).digest("base64url");
}

async function askedBefore(memberId: bigint, request: RefundRequest): Promise<Asked | null> {
  if (request.requestKey === null) return null;
  const refund = await findRefundByRequestKey(memberId, request.requestKey);
  if (refund && refund.requestHash !== hashOf(request)) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  return refund;
}

/**
 * Decides on a refund, writes it, and answers what it came to. Throws ORDER_NOT_REFUNDABLE and REFUND_AMOUNT_CHANGED
 * (409).
 */
async function ask(loaded: RefundCase, request: RefundRequest, context: Context): Promise<Asked> {
  const { known, goods, standing } = loaded;
  const verdict = quoteOf(known, goods.quoted, context.now);
  if (!verdict.ok) throw new AppError("ORDER_NOT_REFUNDABLE", { detail: verdict.why });
  const { expectedAmount } = request;
  if (expectedAmount !== undefined && expectedAmount !== yuanNumber(verdict.quote.amountFen))
    throw new AppError("REFUND_AMOUNT_CHANGED", { data: showQuote(loaded, verdict) });
  const { reason, requestKey: key } = request;
  const asked = { reason, key, hash: key === null ? null : hashOf(request) };
  const review = reviewOf(verdict.quote.amountFen, known, known.autoLimitFen);
  const refund = newRefund(known, asked, verdict, review, context.now);
  const [commit, inserted] = refundRequest({ known, refund, hold: goods.hold, standing, told: MEMBER_ASKED }, context);
  const { id } = (await commit.run()).one(inserted);
  return { id, status: refund.status, amountFen: refund.amountFen };
}

const MEMBER_ASKED = { event: "REFUND_REQUESTED", facts: {} } as const;

/** A refund of an order as it was decided on. */
export function newRefund(
  known: StoredCase,
  { reason, key, hash }: { readonly reason: string; readonly key: string | null; readonly hash: string | null },
  verdict: { readonly quote: Quote; readonly usedPercent: number },
  { needsReview, needsSecondReview }: Review,
  now: Date,
): NewRefund {
  const { payment, paymentTime, orderId, orderSn, memberId } = known;
  const { quote } = verdict;
  invariant(payment && paymentTime, "a paid order has the payment that counts");
  return {
    ...{ ...payment, orderId, orderSn, memberId, reason },
    paymentId: BigInt(payment.id),
    outRequestNo: newRequestNo(now),
    amountFen: quote.amountFen,
    status: needsReview ? "REVIEWING" : "APPROVED",
    request: {
      quote,
      risk: riskOf(verdict, known, paymentTime, known.autoLimitFen, now),
      needsSecondReview,
      memberSeq: known.refundsBefore + 1,
      key,
      hash,
    },
  };
}

/** A refund that was decided on. */
export interface RefundToWrite {
  readonly known: Pick<StoredCase, "status" | "productName">;
  readonly refund: NewRefund;
  /** Holds the goods that it was decided on. */
  readonly hold: Write;
  /** The invoice that the order may be on: the money that goes back leaves it. */
  readonly standing: InvoiceStanding;
  /** The line of the order's history, and what the buyer is told besides. */
  readonly told: { readonly event: string; readonly facts: NoticeFacts };
}

/** The order is being refunded, its goods are held, the refund stands with its number, the buyer is told. */
export function refundRequest(
  { known: { status, productName }, refund, hold, standing, told }: RefundToWrite,
  context: Context,
): [Commit, Returning<{ id: bigint }>] {
  const { now } = context;
  const { orderId, orderSn, memberId, outRequestNo, amountFen } = refund;
  const needsReview = refund.status === "REVIEWING";
  const event = { type: told.event, detail: { outRequestNo, amountFen, needsReview } };
  const next = needsReview ? "正在等待人工审核" : "正在原路退回";
  const facts = { product: productName, amount: yuanText(amountFen), next, ...told.facts };
  const commit = new Commit("requestRefund");
  moveOrder(commit, { id: orderId, status }, "REFUNDING", {}, event, context);
  hold(commit);
  if (amountFen > 0) leaveInvoice(commit, standing, now);
  const inserted = insertRefund(commit, refund, needsReview ? null : after(now, SENDING_MS), context);
  enqueueNotice(commit, { memberId, kind: "REFUND_REQUESTED", about: outRequestNo, orderSn, facts }, now);
  return [commit, inserted];
}
