import type { PurchaseLimits, Snapshot } from "../catalog/rules.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import type { BillingCycle, DeliveryStatus, OrderStatus, ProductType } from "../core/states.ts";
import { after } from "../core/time.ts";

/**
 * Allowed moves. CANCELLED → PAID: money that arrived after closing (docs/rules.md R3). COMPLETED → REFUNDING: its money was
 * refunded outside (R86); where it comes to nothing, the order is paid again and completes again.
 */
export const ORDER_MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ["PAID", "CANCELLED"],
  CANCELLED: ["PAID"],
  PAID: ["REFUNDING", "COMPLETED"],
  COMPLETED: ["REFUNDING"],
  REFUNDING: ["REFUNDED", "PAID"],
  REFUNDED: [],
};

export function mayMove(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_MOVES[from].includes(to);
}

/** Why an order was closed. */
export type CloseReason = "CANCELLED_BY_MEMBER" | "CLOSED_BY_SHOP" | "EXPIRED";

export interface OrderFacts {
  readonly status: OrderStatus;
  readonly expireTime: Date;
}

export function payable(order: OrderFacts, now: Date): boolean {
  return order.status === "PENDING" && now < order.expireTime;
}

export function cancellable(order: Pick<OrderFacts, "status">): boolean {
  return order.status === "PENDING";
}

export interface RefundFacts {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
  readonly paymentTime: Date | null;
}

/**
 * The last instant at which a refund may be asked for: REFUND_WINDOW_MS from the payment. null: there is none, because
 * nothing was paid, or because the goods are not delivered yet: until then the whole amount may be refunded. A late
 * delivery does not restart the window: it counts from the payment.
 */
export function refundDeadline({ deliveryStatus, paymentTime }: Omit<RefundFacts, "status">): Date | null {
  return paymentTime && deliveryStatus === "DELIVERED" ? after(paymentTime, REFUND_WINDOW_MS) : null;
}

/** Whether a refund may be requested, by state and time. The quote decides finally. */
export function refundable(order: RefundFacts, now: Date): boolean {
  if (order.status !== "PAID" || order.paymentTime === null) return false;
  const deadline = refundDeadline(order);
  return deadline === null || now <= deadline;
}

/** A new order without its number. */
export interface OrderDraft {
  readonly snapshot: Snapshot;
  readonly expireTime: Date;
  readonly openSlot: number;
}

/** `null`: no slot is free: the member has `cap` unpaid orders. `lifeMs`: how long it can be paid. `pick`: a random number in [0, 1). */
export function draftOrder(
  snapshot: Snapshot,
  takenSlots: readonly number[],
  { cap, lifeMs }: { readonly cap: number; readonly lifeMs: number },
  now: Date,
  pick: number,
): OrderDraft | null {
  const free = Array.from({ length: cap }, (_, i) => i + 1).filter((slot) => !takenSlots.includes(slot));
  const openSlot = free[Math.floor(pick * free.length)];
  return openSlot === undefined ? null : { snapshot, expireTime: after(now, lifeMs), openSlot };
}

/** A pack or a plan of the catalogue. */
export interface Goods {
  readonly type: ProductType;
  readonly id: bigint;
}

export function goodsOf(snapshot: Snapshot): Goods {
  return { type: snapshot.type, id: snapshot.type === "CREDITS" ? snapshot.productId : snapshot.planId };
}

export function isLimited({ limitPerMember, limitPerDay }: PurchaseLimits): boolean {
  return limitPerMember !== null || limitPerDay !== null;
}

/**
 * Why a member may not order another one of limited goods, in words for them; null: they may. Every order counts but a
 * closed one (docs/rules.md R103).
 * @param made the member's orders of these goods: all, and those of this Beijing day
 */
export function purchaseRefusal(
  { limitPerMember, limitPerDay }: PurchaseLimits,
  made: { readonly all: number; readonly today: number },
): string | null {
  if (limitPerMember !== null && made.all >= limitPerMember)
    return `每人限购 ${limitPerMember} 份，你已有 ${made.all} 份，未付款的也算`;
  if (limitPerDay !== null && made.today >= limitPerDay)
    return `每人每天限购 ${limitPerDay} 份，你今天已有 ${made.today} 份，未付款的也算`;
  return null;
}

/**
 * The columns of an order's item, which say what was bought as it was then. Each kind of goods reads its own; the database
 * guarantees that an item is wholly of one kind.
 */
export interface ItemColumns {
  readonly productId: bigint | null;
  readonly planId: bigint | null;
  readonly productName: string;
  readonly priceFen: number;
  readonly creditAmount: number | null;
  readonly bonusCredits: number | null;
  readonly validDays: number | null;
  readonly planCode: string | null;
  readonly planLevel: number | null;
  readonly billingCycle: BillingCycle | null;
}
