import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { RefundStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { newRequestNo } from "../ids.ts";
import { beginRefund } from "./execute-refund.ts";
import { insertRefund } from "./parts.ts";
import { SENDING_MS, resendable } from "./rules.ts";
import { findListedRefund, type StoredRefund } from "./store.ts";

/**
 * An admin refunds a stray payment again after the channel refused: another refund of the same payment with a new request
 * number, because the refusal of the first number was final (decision 10). The whole trade is refunded, and a channel
 * refunds no trade twice. One commit with the audit row and the end of the alert; then it is sent like any other.
 * Returns the new refund's status.
 * Throws REFUND_NOT_FOUND (404), REFUND_NOT_REVIEWABLE (409: not a refused stray, or another admin was first).
 */
export async function resendStray(
  adminId: bigint,
  refundId: bigint,
  context: Context,
): Promise<{ status: RefundStatus }> {
  const refund = await findListedRefund(refundId);
  if (!refund) throw new AppError("REFUND_NOT_FOUND");
  if (!resendable(refund)) throw new AppError("REFUND_NOT_REVIEWABLE");
  return { status: await beginRefund(await bookAgain(adminId, refund, context), context) };
}

async function bookAgain(adminId: bigint, refused: StoredRefund, context: Context): Promise<bigint> {
  const outRequestNo = newRequestNo(context.now);
  const { outRequestNo: before, orderSn, amountFen } = refused;
  const commit = new Commit("resendStray");
  const refund = { ...refused, outRequestNo, status: "APPROVED", request: null } as const;
  const inserted = insertRefund(commit, refund, after(context.now, SENDING_MS), context);
  resolveAlertAbout(commit, "REFUND_REFUSED", before, adminId, context.now);
  audit(commit, "STRAY_RESENT", before, { orderSn, amountFen, outRequestNo }, context);
  const done = await commit.attempt();
  if (!done) throw new AppError("REFUND_NOT_REVIEWABLE");
  return done.one(inserted).id;
}
