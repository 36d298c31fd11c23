import { createHash } from "node:crypto";
import { getOffer, type Wanted } from "../catalog/get-product.ts";
import type { CashierView } from "../contracts/orders.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanNumber } from "../core/money.ts";
import type { PayWay, SourceType } from "../core/states.ts";
import { Commit, type Handle, type Returning } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { env } from "../env.ts";
import { newOrderSn } from "../ids.ts";
import { findPlacedOrder, getOpenSlots, getOrder, getPurchases } from "../orders/get-order.ts";
import { guardPurchase, insertOrder, type NewOrder } from "../orders/parts.ts";
import { draftOrder, goodsOf } from "../orders/rules.ts";
import { newAttempt, openCashier } from "./cashier.ts";
import { insertFirstAttempt, type NewAttempt } from "./parts.ts";
import { findAttempts } from "./store.ts";
import { cashierView } from "./view.ts";

export interface OrderRequest extends PayWay {
  readonly memberId: bigint;
  readonly wanted: Wanted;
  readonly sourceType: SourceType;
  /** A path of ours, already checked. */
  readonly returnPath: string | null;
  /** The price that the buyer saw, in yuan; undefined: not said. */
  readonly expectedAmount?: number | undefined;
  /** The caller's Idempotency-Key. */
  readonly requestKey: string | null;
}

/**
 * Places an order with its payment attempt and returns the signed cashier.
 * Three reads (product, open slots, and with a key the earlier order) and for limited goods one more, one commit, no network.
 * Throws PRODUCT_NOT_FOUND, PLAN_NOT_FOUND, TERM_NOT_FOUND, SALES_STOPPED (409), PRICE_CHANGED (409), PURCHASE_LIMIT_REACHED (409),
 * TOO_MANY_OPEN_ORDERS (429), IDEMPOTENCY_KEY_REUSED (409), OUTCOME_UNKNOWN (503: the order may stand; with the same key a repeat answers it, without a key it would make
 * a second one), ACCOUNT_ABSENT (503: a repeat, and the account that opened the order is not here any more).
 */
export function placeOrder(request: OrderRequest, context: Context): Promise<CashierView> {
  const requestHash = request.requestKey === null ? null : hashOf(request);
  return retryOnConflict(
    async () => (await placedBefore(request, requestHash)) ?? place(request, requestHash, context),
  );
}

function hashOf({ wanted, returnPath, expectedAmount }: OrderRequest): string {
  return createHash("sha256").update(JSON.stringify({ wanted, returnPath, expectedAmount })).digest("base64url");
}

/** Repeats the earlier answer for this key exactly: same attempt, same signing time. */
async function placedBefore(request: OrderRequest, requestHash: string | null): Promise<CashierView | null> {
  if (request.requestKey === null) return null;
  const order = await findPlacedOrder(request.memberId, request.requestKey);
  if (!order) return null;
  if (order.requestHash !== requestHash) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  const [attempt] = await findAttempts(order.id);
  return cashierView(order, attempt!.amountFen, openCashier(attempt!, attempt!.createTime));
}

/** What else the commit of a new order writes, with the order. */
export type WithOrder = (commit: Commit, order: Handle<{ id: bigint }>) => void;

/**
 * One try to place an order that no key names, with what else belongs into its commit. Throws CommitConflict where a row changed
 * meanwhile, and what `placeOrder` throws.
 */
export function tryToPlace(
  request: Omit<OrderRequest, "requestKey">,
  context: Context,
  more: WithOrder,
): Promise<CashierView> {
  return place({ ...request, requestKey: null }, null, context, more);
}

async function place(
  request: OrderRequest,
  requestHash: string | null,
  context: Context,
  more: WithOrder = () => {},
): Promise<CashierView> {
  const { memberId, wanted, requestKey, returnPath, sourceType, expectedAmount } = request;
  const { now } = context;
  const [offer, open] = await Promise.all([getOffer(wanted), getOpenSlots(memberId)]);
  const { snapshot, shopName } = offer;
  if (expectedAmount !== undefined && expectedAmount !== yuanNumber(snapshot.priceFen))
    throw new AppError("PRICE_CHANGED");
  const purchases = await getPurchases(memberId, offer, now);
  const { maxOpenOrders, orderLifeMs } = env();
  const draft = draftOrder(snapshot, open.slots, { cap: maxOpenOrders, lifeMs: orderLifeMs }, now, Math.random());
  if (!draft) throw new AppError("TOO_MANY_OPEN_ORDERS", { retryAfter: secondsUntil(open.firstExpiry, now) });

  const order = { ...draft, orderSn: newOrderSn(now), memberId, sourceType, requestKey, requestHash, returnPath };
  const attempt = newAttempt({ ...order, ...snapshot, shopName, amountFen: snapshot.priceFen }, request, 0, now);
  const [commit, newOrder] = placement(order, attempt, context);
  if (purchases) guardPurchase(commit, memberId, goodsOf(snapshot), purchases);
  more(commit, newOrder);
  const id = await commit.run().then(
    (done) => done.one(newOrder).id,
    (error: unknown) => idAfterAll(order, error),
  );
  return cashierView({ ...order, id }, snapshot.priceFen, openCashier(attempt, now));
}

/** The order with what was bought, and the attempt to pay it. */
export function placement(order: NewOrder, attempt: NewAttempt, context: Context): [Commit, Returning<{ id: bigint }>] {
  const commit = new Commit("placeOrder");
  const newOrder = insertOrder(commit, order, context);
  insertFirstAttempt(commit, attempt, context);
  return [commit, newOrder];
}

/** If only the answer to the commit was lost, the order exists. If it cannot be read, the outcome stays unknown. */
async function idAfterAll(
  { memberId, orderSn }: { memberId: bigint; orderSn: string },
  error: unknown,
): Promise<bigint> {
  if (!(error instanceof AppError && error.code === "OUTCOME_UNKNOWN")) throw error;
  const order = await getOrder(memberId, orderSn).catch(() => null);
  if (!order) throw error;
  return order.id;
}

function secondsUntil(instant: Date | null, now: Date): number {
  return Math.max(1, Math.ceil(((instant?.getTime() ?? 0) - now.getTime()) / 1000));
}
