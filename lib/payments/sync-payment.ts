import { audit } from "../accounts/parts.ts";
import type { ChannelSaid, SyncedOrderView } from "../contracts/admin-orders.ts";
import type { OrderStatusView } from "../contracts/orders.ts";
import type { Context } from "../core/context.ts";
import { ASK_EVERY_MS } from "../core/deadlines.ts";
import type { OrderStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { getAnyOrder, getOrder, getOrderStatus } from "../orders/get-order.ts";
import { askChannel, type Learned } from "./ask-channel.ts";
import { askable } from "./rules.ts";
import { claimQuestions } from "./store.ts";

/**
 * Asks the channel about the member's unpaid order and returns its state. Within 3 s of the last query, or when it does
 * not answer, it returns the known state. Throws ORDER_NOT_FOUND (404).
 */
export async function syncPayment(memberId: bigint, orderSn: string, context: Context): Promise<OrderStatusView> {
  await askAboutOrder(await getOrder(memberId, orderSn), context);
  return getOrderStatus(memberId, orderSn);
}

/**
 * The same for an admin and any order: the channel's answer and the state afterwards. The audit log keeps who asked and the
 * result. Throws ORDER_NOT_FOUND (404).
 */
export async function syncAnyPayment(orderSn: string, context: Context): Promise<SyncedOrderView> {
  const order = await getAnyOrder(orderSn);
  const said = await askAboutOrder(order, context);
  const commit = new Commit("syncAnyPayment");
  audit(commit, "PAYMENT_ASKED", orderSn, { said }, context);
  await commit.run();
  const { status, statusText } = await getOrderStatus(order.memberId, orderSn);
  return { said, status, statusText };
}

/**
 * Asks the channels of its attempts about an unpaid order and settles the result. "not-asked": the order is paid, or was asked about within
 * 3 s.
 */
export async function askAboutOrder(
  order: { readonly id: bigint; readonly status: OrderStatus },
  context: Context,
): Promise<ChannelSaid> {
  if (!askable(order)) return "not-asked";
  const questions = await claimQuestions(order.id, context.now, after(context.now, -ASK_EVERY_MS));
  return saidBy(await Promise.all(questions.map((attempt) => askChannel(attempt, context))));
}

/** Combines the answers of several attempts: paid if any is paid, unknown or without keys if any is. */
function saidBy(learned: readonly Learned[]): ChannelSaid {
  if (learned.length === 0) return "not-asked";
  if (learned.includes("paid")) return "paid";
  if (learned.includes("mismatch")) return "mismatch";
  if (learned.includes("no-keys")) return "no-keys";
  return learned.includes("unknown") ? "unknown" : "unpaid";
}
