import { raiseAlert } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanText } from "../core/money.ts";
import { after } from "../core/time.ts";
import { Commit, type Write } from "../db/commit.ts";
import { isDatabaseSilent, retryOnConflict } from "../db/conflict.ts";
import { countDelivery } from "../metrics.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { getOrderWithItem, type OrderWithItem } from "../orders/get-order.ts";
import { moveOrder } from "../orders/parts.ts";
import { addDelivery, prepareDelivery, type Delivery } from "./deliver-goods.ts";
import { giveBackDelivery, markFailed, putOff } from "./parts.ts";
import { LOOK_AGAIN_MS, nextRetryAt, WAIT_MS } from "./rules.ts";
import type { DueDelivery } from "./store.ts";

/** Result of an attempt. putOff: the order may not be delivered now. */
export type Tried =
  { readonly outcome: "delivered" | "putOff" } | { readonly outcome: "failed"; readonly reason: string };

/** Parts that the caller adds to the commit of either result. */
export interface Beside {
  readonly delivered: Write;
  readonly failed: (commit: Commit, reason: string) => void;
}

const NOTHING: Beside = { delivered: () => undefined, failed: () => undefined };

/**
 * Delivers a claimed delivery, or records the failed attempt. One commit. Where our own database does not answer (BUSY,
 * OUTCOME_UNKNOWN, thrown), the delivery is postponed and the attempt is not counted.
 */
export async function tryDelivery(delivery: DueDelivery, context: Context, beside = NOTHING): Promise<Tried> {
  try {
    return { outcome: await retryOnConflict(() => deliver(delivery, beside.delivered, context)) };
  } catch (error) {
    if (isDatabaseSilent(error)) {
      const commit = new Commit("giveBackDelivery");
      giveBackDelivery(commit, delivery.id, after(context.now, WAIT_MS));
      await commit.run();
      throw error;
    }
    const reason = reasonOf(error);
    await recordFailure(delivery, reason, beside, context);
    return { outcome: "failed", reason };
  }
}

async function deliver(due: DueDelivery, beside: Write, context: Context): Promise<"delivered" | "putOff"> {
  const { now } = context;
  const order = await getOrderWithItem(due.orderId);
  // Only a paid order is delivered. An open refund may end with the order paid again; a refunded order never.
  if (order.status !== "PAID") {
    const commit = new Commit("putOffDelivery");
    putOff(commit, due.id, order.status === "REFUNDED" ? null : after(now, LOOK_AGAIN_MS));
    await commit.run();
    return "putOff";
  }
  const commit = laterDelivery(order, await prepareDelivery(order, context), context);
  beside(commit);
  await commit.run();
  if (order.paymentTime) countDelivery(order.paymentTime, now);
  return "delivered";
}

/** The goods of an order that was paid before go out, and the buyer is told. */
export function laterDelivery(order: OrderWithItem, delivery: Delivery, context: Context): Commit {
  const { memberId, orderSn, item, payAmountFen } = order;
  const facts = { product: item.productName, amount: yuanText(payAmountFen) };
  const commit = new Commit("retryDelivery");
  addDelivery(commit, delivery, null, { type: "DELIVERED" }, context);
  enqueueNotice(commit, { memberId, kind: "DELIVERED", about: orderSn, orderSn, facts }, context.now);
  return commit;
}

async function recordFailure(delivery: DueDelivery, reason: string, beside: Beside, context: Context): Promise<void> {
  const next = nextRetryAt(delivery.retryCount + 1, context.now);
  const commit = new Commit("recordFailedDelivery");
  markFailed(commit, delivery, reason, next);
  if (!next) (await giveUp(delivery, reason, context))(commit);
  beside.failed(commit, reason);
  // null: another worker delivered it or took over after our lease; its result stands.
  await commit.attempt();
}

async function giveUp({ orderId }: DueDelivery, reason: string, context: Context): Promise<Write> {
  const { orderSn, deliveryStatus } = await getOrderWithItem(orderId);
  return (commit) => {
    const alert = { kind: "DELIVERY_GIVEN_UP", cause: orderSn, orderSn, detail: { reason } } as const;
    raiseAlert(commit, alert, context.now);
    // It had failed before; raise the alert again in case it was closed.
    if (deliveryStatus === "FAILED") return;
    // Only a paid order's goods are owed: a refund that is under way keeps this from being written.
    const order = { id: orderId, status: "PAID" } as const;
    const delivery = { from: deliveryStatus, to: "FAILED" } as const;
    const event = { type: "DELIVERY_GIVEN_UP", detail: { reason } };
    moveOrder(commit, order, "PAID", { delivery }, event, context);
  };
}

/** For the operator: the database error, or the part that kept conflicting. */
function reasonOf(error: unknown): string {
  const cause = error instanceof AppError ? error.facts.detail : error;
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 500);
}
