import { raiseAlert } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanText } from "../core/money.ts";
import { after } from "../core/time.ts";
import { commit, CommitConflict, isDatabaseSilent, retryOnConflict, type Part } from "../db/commit.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { getOrderWithItem } from "../orders/get-order.ts";
import { recordEvent, setDeliveryStatus } from "../orders/parts.ts";
import { snapshotOf } from "../orders/rules.ts";
import { giveBackDelivery, markDelivered, markFailed, putOff } from "./parts.ts";
import { prepareDelivery } from "./prepare-delivery.ts";
import { LOOK_AGAIN_MS, nextRetryAt, WAIT_MS } from "./rules.ts";
import type { DueDelivery } from "./store.ts";

/** What a try came to. putOff: the order may not get its goods now. */
export type Tried =
  { readonly outcome: "delivered" | "putOff" } | { readonly outcome: "failed"; readonly reason: string };

/** What the caller writes beside either end of a try, in its commit. */
export interface Beside {
  readonly delivered: readonly Part[];
  readonly failed: (reason: string) => readonly Part[];
}

const NOTHING: Beside = { delivered: [], failed: () => [] };

/**
 * Hands over the goods of a delivery that the caller has claimed, or counts the try that failed. One commit. Where our own
 * database does not answer (BUSY, OUTCOME_UNKNOWN, thrown), that is no fault of the goods: the delivery is put off and
 * nothing is counted.
 */
export async function tryDelivery(delivery: DueDelivery, context: Context, beside = NOTHING): Promise<Tried> {
  try {
    return { outcome: await retryOnConflict(() => deliver(delivery, beside.delivered, context)) };
  } catch (error) {
    if (isDatabaseSilent(error)) {
      await commit([giveBackDelivery(delivery.id, after(context.now, WAIT_MS))]);
      throw error;
    }
    const reason = reasonOf(error);
    await recordFailure(delivery, reason, beside.failed(reason), context);
    return { outcome: "failed", reason };
  }
}

async function deliver(
  delivery: DueDelivery,
  beside: readonly Part[],
  context: Context,
): Promise<"delivered" | "putOff"> {
  const { now } = context;
  const order = await getOrderWithItem(delivery.orderId);
  const { id, orderSn, memberId, status } = order;
  // Only a paid order gets goods. One whose refund is under way may become paid again; a refunded one never does.
  if (status !== "PAID") {
    await commit([putOff(delivery.id, status === "REFUNDED" ? null : after(now, LOOK_AGAIN_MS))]);
    return "putOff";
  }
  const facts = { product: order.item.product_name, amount: yuanText(order.payAmountFen) };
  await commit([
    markDelivered(delivery.id, now),
    setDeliveryStatus(id, order.deliveryStatus, "DELIVERED", now),
    ...(await prepareDelivery({ id, memberId, snapshot: snapshotOf(order.item) }, context)),
    recordEvent(id, "DELIVERED", {}, context),
    enqueueNotice({ memberId, kind: "DELIVERED", about: orderSn, orderSn, facts }, now),
    ...beside,
  ]);
  return "delivered";
}

async function recordFailure(
  delivery: DueDelivery,
  reason: string,
  beside: readonly Part[],
  context: Context,
): Promise<void> {
  const next = nextRetryAt(delivery.retryCount + 1, context.now);
  const marked = markFailed(delivery, reason, next);
  try {
    await commit([marked, ...(next ? [] : await giveUp(delivery, reason, context)), ...beside]);
  } catch (conflict) {
    // Somebody delivered it, or took over what we held too long: their word counts.
    if (!(conflict instanceof CommitConflict)) throw conflict;
  }
}

async function giveUp({ orderId }: DueDelivery, reason: string, context: Context): Promise<Part[]> {
  const { orderSn, deliveryStatus } = await getOrderWithItem(orderId);
  const alert = raiseAlert("DELIVERY_GIVEN_UP", orderSn, orderSn, { reason }, context.now);
  // Given up before: nothing new, but somebody may have closed the alert.
  if (deliveryStatus === "FAILED") return [alert];
  return [
    setDeliveryStatus(orderId, deliveryStatus, "FAILED", context.now),
    recordEvent(orderId, "DELIVERY_GIVEN_UP", { reason }, context),
    alert,
  ];
}

/** For the operator: what the database said, or which part of the commit never fitted. */
function reasonOf(error: unknown): string {
  const cause = error instanceof AppError ? error.facts.detail : error;
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 500);
}
