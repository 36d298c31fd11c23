import { audit } from "../accounts/parts.ts";
import { presentAccountOf } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { spanText } from "../core/time.ts";
import { Commit, type Write } from "../db/commit.ts";
import { env } from "../env.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { getAnyOrder, getOrder, type StoredOrder } from "../orders/get-order.ts";
import { moveOrder } from "../orders/parts.ts";
import { cancellable, type CloseReason } from "../orders/rules.ts";
import type { OrderStatusView } from "../contracts/orders.ts";
import { orderStatusView } from "../orders/view.ts";
import { askChannel, type Learned } from "./ask-channel.ts";
import { watchAttempts } from "./parts.ts";
import { finalCheckAt } from "./rules.ts";
import { findAttempts, hasMismatch, type StoredAttempt } from "./store.ts";

export type Closing = "closed" | "paid" | "unknown" | "no-keys";

const whyOf = (): Record<CloseReason, string> => ({
  CANCELLED_BY_MEMBER: "已按你的要求取消",
  CLOSED_BY_SHOP: "商店关闭了这笔订单",
  EXPIRED: `超过 ${spanText(env().orderLifeMs)}未付款`,
});

/** Queries first, then closes the trade at its channel. The order closes only after a conclusive answer. */
async function closeAttempt(attempt: StoredAttempt, context: Context): Promise<Learned> {
  const learned = await askChannel(attempt, context);
  if (learned !== "waiting") return learned;
  const answer = await presentAccountOf(attempt).closeTrade(attempt.outTradeNo, context.now);
  if (answer.outcome === "done") return "over";
  // "The trade's state forbids closing": it was probably just paid, so query again.
  return answer.outcome === "refused" ? askAgain(attempt, context) : "unknown";
}

async function askAgain(attempt: StoredAttempt, context: Context): Promise<Learned> {
  const learned = await askChannel(attempt, context);
  return learned === "waiting" ? "unknown" : learned;
}

interface TheOrder {
  readonly memberId: bigint;
  readonly orderSn: string;
}

/**
 * Closes an unpaid order: asks the channel, closes there, closes here. A paid order is settled instead. A trade paid with
 * another amount does not keep the order open. If the gateway does not answer, or the keys of an account that opened an attempt
 * are not here, nothing changes. An unopened trade
 * cannot be closed there, so its attempt is checked once more after the deadline. `more`: what else the commit writes.
 */
export async function closeOrder(
  { memberId, orderSn }: TheOrder,
  reason: CloseReason,
  context: Context,
  more: Write = () => {},
): Promise<Closing> {
  const order = await getOrder(memberId, orderSn);
  if (!cancellable(order)) return order.status === "CANCELLED" ? "closed" : "paid";
  const attempts = (await findAttempts(order.id)).filter((attempt) => attempt.status === "OPEN");
  const learned = await Promise.all(attempts.map((attempt) => closeAttempt(attempt, context)));
  if (learned.includes("paid")) return "paid";
  if (learned.includes("no-keys")) return "no-keys";
  if (learned.includes("unknown")) return "unknown";
  // The notice must not say that nothing was charged if a mismatching payment arrived.
  const money = (await hasMismatch(order.id, null)) ? "MISMATCH" : "NONE";
  const commit = closingCommit(order, reason, money, context);
  more(commit);
  if (await commit.attempt()) return "closed";
  // A payment or another close came first; both are handled.
  return (await getOrder(memberId, orderSn)).status === "CANCELLED" ? "closed" : "paid";
}

/** The order is closed, its cashiers are watched until the channel's own deadline, the buyer is told why. */
export function closingCommit(
  order: Pick<StoredOrder, "id" | "orderSn" | "memberId" | "status" | "productName" | "expireTime">,
  reason: CloseReason,
  money: "MISMATCH" | "NONE",
  context: Context,
): Commit {
  const { id, orderSn, memberId, productName, expireTime } = order;
  const facts = { product: productName, why: whyOf()[reason], money };
  const commit = new Commit("closeOrder");
  moveOrder(commit, order, "CANCELLED", { closeReason: reason }, { type: reason }, context);
  watchAttempts(commit, id, finalCheckAt(expireTime));
  enqueueNotice(commit, { memberId, kind: "CLOSED", about: orderSn, orderSn, facts }, context.now);
  return commit;
}

/**
 * Cancels an unpaid order. Throws ORDER_NOT_FOUND (404), ORDER_NOT_CANCELLABLE (409, for example when it turns out to
 * be paid), GATEWAY_UNAVAILABLE and ACCOUNT_ABSENT (503, the order stays).
 */
export async function cancelOrder(memberId: bigint, orderSn: string, context: Context): Promise<OrderStatusView> {
  return closedView({ memberId, orderSn }, await closeOrder({ memberId, orderSn }, "CANCELLED_BY_MEMBER", context));
}

/** One of the operator's people closes any unpaid order, with a reason for the audit log. Throws the same. */
export async function closeAnyOrder(orderSn: string, reason: string, context: Context): Promise<OrderStatusView> {
  const order = await getAnyOrder(orderSn);
  const [before, after] = [{ status: order.status }, { status: "CANCELLED" }];
  const audited: Write = (commit) => audit(commit, "ORDER_CLOSED", orderSn, { reason, before, after }, context);
  return closedView(order, await closeOrder(order, "CLOSED_BY_SHOP", context, audited));
}

async function closedView({ memberId, orderSn }: TheOrder, closing: Closing): Promise<OrderStatusView> {
  if (closing === "no-keys") throw new AppError("ACCOUNT_ABSENT", { retryAfter: 60 });
  if (closing === "unknown") throw new AppError("GATEWAY_UNAVAILABLE", { retryAfter: 5 });
  if (closing === "paid") throw new AppError("ORDER_NOT_CANCELLABLE");
  return orderStatusView(await getOrder(memberId, orderSn));
}
