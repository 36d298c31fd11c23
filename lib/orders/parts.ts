import type { Snapshot } from "../catalog/rules.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import type { DeliveryStatus, OrderStatus, PaymentMethod, SourceType } from "../core/states.ts";
import { Handle, type Commit, type Returning } from "../db/commit.ts";
import { cycleColumns, type CycleColumns } from "../db/cycle.ts";
import { db } from "../db/database.ts";
import { prepared, type Given } from "../db/prepared.ts";
import { mayMove, type Goods, type ItemColumns, type OrderDraft } from "./rules.ts";

export interface NewOrder extends OrderDraft {
  readonly orderSn: string;
  readonly memberId: bigint;
  readonly sourceType: SourceType;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
  readonly returnPath: string | null;
}

type OrderRow = Omit<NewOrder, "snapshot"> & { productType: Snapshot["type"]; priceFen: Fen; now: Date };

const newOrderRow = prepared((given: Given<OrderRow>) =>
  db
    .insertInto("omsOrder")
    .values({
      orderSn: given.orderSn,
      memberId: given.memberId,
      productType: given.productType,
      sourceType: given.sourceType,
      openSlot: given.openSlot,
      requestKey: given.requestKey,
      requestHash: given.requestHash,
      returnPath: given.returnPath,
      expireTime: given.expireTime,
      totalAmountFen: given.priceFen,
      payAmountFen: given.priceFen,
      createTime: given.now,
      updateTime: given.now,
    })
    .returning("id"),
);

/** The order that `insertOrder` adds. */
const NEW_ORDER = new Handle<{ id: bigint }>("newOrder");

/** What was bought, with the version of the catalogue that it was bought under (docs/rules.md R102). */
interface NewItem extends Omit<ItemColumns, "billingCycle">, CycleColumns {
  readonly goodsVersion: number;
  readonly planFeatures: string[];
}

const newItem = prepared((given: Given<NewItem>) =>
  db.insertInto("omsOrderItem").values({
    orderId: NEW_ORDER.ref("id"),
    productId: given.productId,
    planId: given.planId,
    productName: given.productName,
    priceFen: given.priceFen,
    creditAmount: given.creditAmount,
    bonusCredits: given.bonusCredits,
    validDays: given.validDays,
    planCode: given.planCode,
    planLevel: given.planLevel,
    billingCycle: given.billingCycle,
    term: given.term,
    goodsVersion: given.goodsVersion,
    planFeatures: given.planFeatures,
  }),
);

const createdEvent = prepared((given: Given<{ actor: string; now: Date }>) =>
  db.insertInto("omsOrderEvent").values({
    orderId: NEW_ORDER.ref("id"),
    type: "CREATED",
    toStatus: "PENDING",
    actor: given.actor,
    createTime: given.now,
  }),
);

/** The order, what was bought, and the first line of its history. */
export function insertOrder(commit: Commit, order: NewOrder, { now, actor }: Context): Returning<{ id: bigint }> {
  const { type: productType, ...item } = order.snapshot;
  const added = commit.addReturning("newOrder", newOrderRow({ ...order, productType, priceFen: item.priceFen, now }));
  commit.add(
    "newItem",
    newItem({ ...NO_GOODS, ...item, ...cycleColumns("billingCycle" in item ? item.billingCycle : null) }),
  );
  commit.add("orderEvent", createdEvent({ actor, now }));
  return added;
}

/** The columns of an item that only one kind of goods has. */
const NO_GOODS = {
  ...{ productId: null, creditAmount: null, bonusCredits: null, validDays: null },
  ...{ planId: null, planCode: null, planLevel: null, planFeatures: [] },
};

/**
 * Two orders of one member for the same limited goods meet here. Finds no row when another one was placed since the member's
 * purchases were read (docs/decisions/0041-limits-meet-at-a-guard.md).
 */
export function guardPurchase(
  commit: Commit,
  memberId: bigint,
  { type: productType, id: goodsId }: Goods,
  { version }: { readonly version: number },
): void {
  commit.add(
    "guardedPurchase",
    db
      .insertInto("omsPurchaseGuard")
      .values({ memberId, productType, goodsId, version: version + 1 })
      .onConflict((conflict) =>
        conflict
          .columns(["memberId", "productType", "goodsId"])
          .doUpdateSet({ version: version + 1 })
          .where("omsPurchaseGuard.version", "=", version),
      ),
  );
}

/** The payment that pays an order. */
export interface OrderPayment {
  readonly paymentMethod: PaymentMethod;
  readonly paymentTime: Date;
}

/** Changes besides the status. */
export interface OrderChanges {
  /** Whether its goods went out or were given up, and what it was loaded with. */
  readonly delivery?: { readonly from: DeliveryStatus; readonly to: DeliveryStatus };
  readonly payment?: OrderPayment;
  readonly closeReason?: string;
  /** Added to the refunded amount, in fen; a check constraint limits it to the paid amount. */
  readonly refundedFen?: number;
}

/** One line of an order's history. */
export interface OrderEvent {
  readonly type: string;
  readonly detail?: Record<string, unknown>;
}

/**
 * Moves an order from the status it was loaded in, or leaves it there and changes something else, and writes the line of
 * history beside it. The only writer of `status` and `delivery_status` but for `completeOrders`. Finds no row when
 * somebody else changed it first.
 */
export function moveOrder(
  commit: Commit,
  { id, status: from }: { readonly id: bigint; readonly status: OrderStatus },
  to: OrderStatus,
  changes: OrderChanges,
  event: OrderEvent,
  context: Context,
): void {
  const isMove = from !== to;
  invariant(!isMove || mayMove(from, to), `an order does not go from ${from} to ${to}`);
  const { delivery, payment, closeReason = null, refundedFen = 0 } = changes;
  const { paymentMethod = null, paymentTime = null } = payment ?? {};
  const move = { id, from, to, paymentMethod, paymentTime, closeReason, refundedFen, now: context.now };
  // A move is guarded by the status that it leaves; without one, of two who deliver, this lets one be first.
  const deliveryFrom = (!isMove && delivery?.from) || null;
  commit.add("movedOrder", movedOrder({ ...move, deliveryFrom, deliveryTo: delivery?.to ?? null }));
  recordEvent(commit, id, event, context, isMove ? { from, to } : null);
}

interface Move {
  readonly id: bigint;
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** null: whatever it is. */
  readonly deliveryFrom: DeliveryStatus | null;
  readonly deliveryTo: DeliveryStatus | null;
  readonly paymentMethod: PaymentMethod | null;
  readonly paymentTime: Date | null;
  readonly closeReason: string | null;
  readonly refundedFen: Fen;
  readonly now: Date;
}

/** What is not given stays. */
const movedOrder = prepared((given: Given<Move>) =>
  db
    .updateTable("omsOrder")
    .set((eb) => ({
      status: given.to,
      deliveryStatus: eb.fn.coalesce(given.deliveryTo, "deliveryStatus"),
      paymentMethod: eb.fn.coalesce(given.paymentMethod, "paymentMethod"),
      paymentTime: eb.fn.coalesce(given.paymentTime, "paymentTime"),
      closeReason: eb.fn.coalesce(given.closeReason, "closeReason"),
      refundedAmountFen: eb("refundedAmountFen", "+", given.refundedFen),
      claimedUntil: null,
      updateTime: given.now,
    }))
    .where("id", "=", given.id)
    .where("status", "=", given.from)
    .where((eb) => eb("deliveryStatus", "=", eb.fn.coalesce(given.deliveryFrom, "deliveryStatus"))),
);

interface EventRow extends Required<OrderEvent> {
  readonly orderId: bigint;
  readonly fromStatus: OrderStatus | null;
  readonly toStatus: OrderStatus | null;
  readonly actor: string;
  readonly now: Date;
}

const orderEvent = prepared((given: Given<EventRow>) =>
  db.insertInto("omsOrderEvent").values({
    orderId: given.orderId,
    type: given.type,
    fromStatus: given.fromStatus,
    toStatus: given.toStatus,
    actor: given.actor,
    detail: given.detail,
    createTime: given.now,
  }),
);

/** A history entry of an order. Append-only in the database. `move`: of a change of its status. */
export function recordEvent(
  commit: Commit,
  orderId: bigint,
  { type, detail = {} }: OrderEvent,
  { now, actor }: Context,
  move: { readonly from: OrderStatus; readonly to: OrderStatus } | null = null,
): void {
  const row = { orderId, type, fromStatus: move?.from ?? null, toStatus: move?.to ?? null, actor, detail, now };
  commit.add("orderEvent", orderEvent(row));
}
