import { resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import type { StoredOrder } from "../orders/get-order.ts";
import { isOwed, LEASE_MS } from "./rules.ts";
import { claimOwed } from "./store.ts";
import { tryDelivery } from "./try-delivery.ts";

/**
 * Tries the owed delivery of an order now, because its buyer asks; the try counts like any other. Writes nothing where
 * no goods are owed or another worker is trying. Throws BUSY and OUTCOME_UNKNOWN (503: our database did not answer).
 */
export async function deliverOwed(order: StoredOrder, context: Context): Promise<void> {
  const { now } = context;
  const delivery = isOwed(order) ? await claimOwed(order.id, now, after(now, LEASE_MS)) : null;
  if (!delivery) return;
  await tryDelivery(delivery, context, {
    delivered: (commit) => resolveAlertAbout(commit, "DELIVERY_GIVEN_UP", order.orderSn, order.memberId, now),
    failed: () => undefined,
  });
}
