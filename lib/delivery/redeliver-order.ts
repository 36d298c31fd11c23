import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { RedeliveryView } from "../contracts/admin-orders.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { after } from "../core/time.ts";
import { getAnyOrder } from "../orders/get-order.ts";
import { LEASE_MS, redeliverable } from "./rules.ts";
import { claimGivenUp } from "./store.ts";
import { tryDelivery } from "./try-delivery.ts";

/**
 * An admin retries a failed delivery. One claim, so that one admin retries at a time; then one commit with its audit
 * row: the goods and the closed alert, or the failure, after which it may be retried. Throws ORDER_NOT_FOUND (404),
 * ORDER_NOT_REDELIVERABLE (409: not failed, claimed by another worker, or being refunded), BUSY and OUTCOME_UNKNOWN
 * (503: our database did not answer, and no try was counted).
 */
export async function redeliverOrder(adminId: bigint, orderSn: string, context: Context): Promise<RedeliveryView> {
  const { now } = context;
  const order = await getAnyOrder(orderSn);
  const delivery = redeliverable(order) ? await claimGivenUp(order.id, now, after(now, LEASE_MS)) : null;
  if (!delivery) throw new AppError("ORDER_NOT_REDELIVERABLE");
  const tried = await tryDelivery(delivery, context, {
    delivered: (commit) => {
      resolveAlertAbout(commit, "DELIVERY_GIVEN_UP", orderSn, adminId, now);
      audit(commit, "ORDER_REDELIVERED", orderSn, {}, context);
    },
    failed: (commit, reason) => audit(commit, "REDELIVERY_FAILED", orderSn, { reason }, context),
  });
  if (tried.outcome === "putOff") throw new AppError("ORDER_NOT_REDELIVERABLE");
  return tried.outcome === "failed" ? { delivered: false, reason: tried.reason } : { delivered: true, reason: null };
}
