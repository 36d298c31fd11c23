import { createHash } from "node:crypto";
import { audit } from "../accounts/parts.ts";
import type { DeskRefundBody, DeskRefundView } from "../contracts/desk-refunds.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { MemberRole } from "../core/roles.ts";
import { expireReservations } from "../credits/expire-reservations.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { beginRefund } from "./execute-refund.ts";
import { deskQuoteOf, deskReviewOf, orderAfter } from "./desk-rules.ts";
import { deskRefundView, whyNotFromDesk } from "./desk-view.ts";
import { startedWords } from "./desk-words.ts";
import { loadCase, type RefundCase } from "./load-case.ts";
import { newRefund, refundRequest } from "./request-refund.ts";
import { findRefundByRequestKey, type StoredRefund } from "./store.ts";

/** One of the operator's people. */
export interface Staff {
  readonly id: bigint;
  readonly role: MemberRole;
}

export interface DeskRequest extends DeskRefundBody {
  readonly orderSn: string;
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

/** The product's own back end, by a service key. */
export const BACK_END = { id: null, role: null } as const;

/** Who starts a refund beyond the buyer's own way. */
type Starter = Staff | typeof BACK_END;

/** What the buyer reads as the reason; what the starter wrote is for the operator's people. */
const reasonOf = ({ role }: Starter) => (role === null ? "由商家发起" : "由客服发起");

type Started = Pick<StoredRefund, "id" | "status" | "amountFen">;

/**
 * One of the operator's people, or the product's back end, starts a refund of an order, beyond what its buyer may ask for (docs/rules.md R109): quoted, held,
 * reviewed, sent and settled as the buyer's own, with an entry in the audit log. One commit; what needs no approval is sent at
 * once. A repeat with the same key returns the refund as it is now. Throws ORDER_NOT_FOUND (404), SELF_REVIEW (403: it
 * is their own order), ORDER_NOT_REFUNDABLE (409), IDEMPOTENCY_KEY_REUSED (409), BUSY (503).
 */
export async function startRefund(staff: Starter, request: DeskRequest, context: Context): Promise<DeskRefundView> {
  const started = await retryOnConflict(async () => {
    // Load the order first: if it shows the refund of this key, the key lookup after it finds it.
    const loaded = await loadCase(null, request.orderSn, context.now);
    const { memberId } = loaded.known;
    if (memberId === staff.id) throw new AppError("SELF_REVIEW");
    try {
      return (await startedBefore(memberId, request, context)) ?? (await start(loaded, staff, request, context));
    } catch (error) {
      // The goods changed, or an expired lease is still on them; release expired leases before the retry.
      if (error instanceof CommitConflict) await expireReservations(context.now, memberId);
      throw error;
    }
  });
  const status = started.status === "APPROVED" ? await beginRefund(started.id, context) : started.status;
  return deskRefundView({ ...started, status });
}

/** Keys are unique per buyer, so those of each of the operator's people, and of each service key, begin with who they are. */
export function keyOf(requestKey: string | null, { actor }: Context): string | null {
  return requestKey === null ? null : `${actor}:${requestKey}`;
}

function hashOf({ orderSn, amountFen, takeBack, reason }: DeskRequest): string {
  return createHash("sha256").update(JSON.stringify({ orderSn, amountFen, takeBack, reason })).digest("base64url");
}

async function startedBefore(memberId: bigint, request: DeskRequest, context: Context): Promise<Started | null> {
  const key = keyOf(request.requestKey, context);
  if (key === null) return null;
  const refund = await findRefundByRequestKey(memberId, key);
  if (refund && refund.requestHash !== hashOf(request)) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  return refund;
}

async function start(
  { known, goods, standing }: RefundCase,
  staff: Starter,
  request: DeskRequest,
  context: Context,
): Promise<Started> {
  const verdict = deskQuoteOf(known, goods, request);
  if (!verdict.ok)
    throw new AppError("ORDER_NOT_REFUNDABLE", { detail: verdict.why, about: whyNotFromDesk(verdict.why) });
  const { quote, weightFen, hold } = verdict;
  const review = deskReviewOf(weightFen, known.startedFen, staff.role, known.autoLimitFen);
  const key = keyOf(request.requestKey, context);
  const asked = { reason: reasonOf(staff), key, hash: key === null ? null : hashOf(request) };
  const refund = newRefund(known, asked, verdict, review, context.now);
  const told = { event: "DESK_REFUND_STARTED", facts: startedWords(quote) };
  const [commit, inserted] = refundRequest({ known, refund, hold, standing, told }, context);
  const { reason, takeBack } = request;
  const before = { orderStatus: known.status, refundedFen: known.refundedAmountFen };
  const after = {
    orderStatus: orderAfter(quote, known.refundedAmountFen),
    amountFen: quote.amountFen,
    held: quote.held,
  };
  audit(
    commit,
    "REFUND_STARTED",
    refund.outRequestNo,
    { orderSn: known.orderSn, takeBack, reason, before, after, ...review },
    context,
  );
  const { id } = (await commit.run()).one(inserted);
  return { id, status: refund.status, amountFen: quote.amountFen };
}
