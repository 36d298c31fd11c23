import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES } from "@/lib/contracts/codes.ts";
import type { OrderStatusView } from "@/lib/contracts/orders.ts";

/**
 * What the buyer is told while or after paying.
 * waiting: not paid yet, we keep asking · unanswered: we stopped asking · overdue: past its time, not yet closed ·
 * delivering: paid, goods on their way · delayed: paid, goods stuck and being retried · closed: expired or cancelled, which
 * of the two is not known yet. Only what waits for money depends on the clock.
 */
export type Outcome =
  | "waiting"
  | "unanswered"
  | "overdue"
  | "delivered"
  | "delivering"
  | "delayed"
  | "closed"
  | "expired"
  | "cancelled"
  | "refunded";

const { PENDING, PAID, COMPLETED, CANCELLED } = ORDER_STATUS_CODES;

/** By the reason that the order's own record gives. */
const CLOSINGS: Readonly<Record<string, Outcome>> = { EXPIRED: "expired", CANCELLED_BY_MEMBER: "cancelled" };

const GOODS = {
  [DELIVERY_STATUS_CODES.PENDING]: "delivering",
  [DELIVERY_STATUS_CODES.DELIVERED]: "delivered",
  [DELIVERY_STATUS_CODES.FAILED]: "delayed",
} as const satisfies Record<number, Outcome>;

export interface Waiting {
  /** ISO 8601; null: not known here. */
  readonly expireTime: string | null;
  /** Still asking. */
  readonly isPolling: boolean;
  /** Why the order was closed; null: it was not, or that is not known here yet. */
  readonly closeReason: string | null;
}

/** `now` in ms on the server's clock. */
export function outcomeOf(
  status: OrderStatusView | undefined,
  { expireTime, isPolling, closeReason }: Waiting,
  now: number,
): Outcome {
  if (!status || status.status === PENDING) {
    const isPast = expireTime !== null && now >= Date.parse(expireTime);
    return isPast ? "overdue" : isPolling ? "waiting" : "unanswered";
  }
  if (status.status === PAID || status.status === COMPLETED) return GOODS[status.deliveryStatus];
  if (status.status === CANCELLED) return CLOSINGS[closeReason ?? ""] ?? "closed";
  return "refunded";
}

export function isClosed(status: OrderStatusView | undefined): boolean {
  return status?.status === CANCELLED;
}

export interface Polling {
  /** Often until then, in ms on the server's clock. */
  readonly until: number;
  /** And from then on now and then until this moment; 0: not at all. */
  readonly slowlyUntil: number;
}

const POLL_EVERY_MS = 3_000;
const POLL_SLOWLY_EVERY_MS = 15_000;

/** ms to the next question about an order that waits; false: no more. */
export function nextPollIn({ until, slowlyUntil }: Polling, now: number): number | false {
  if (now < until) return POLL_EVERY_MS;
  return now < slowlyUntil && POLL_SLOWLY_EVERY_MS;
}

/** Nothing more will happen by waiting here. */
export function isFinal(status: OrderStatusView): boolean {
  const isOnItsWay = status.status === PAID && status.deliveryStatus === DELIVERY_STATUS_CODES.PENDING;
  return status.status !== PENDING && !isOnItsWay;
}

/** Closed, and no money came: the same goods need a new order. */
export function endedUnpaid(outcome: Outcome): boolean {
  return outcome === "closed" || outcome === "expired" || outcome === "cancelled";
}

/** The order can still be paid, or may have been paid without our knowing. */
export function isWaiting(outcome: Outcome): boolean {
  return outcome === "waiting" || outcome === "unanswered" || outcome === "overdue";
}

/** Where a buyer may have paid and not know what became of it. */
export function needsHelp(outcome: Outcome): boolean {
  return endedUnpaid(outcome) || outcome === "unanswered" || outcome === "overdue" || outcome === "delayed";
}
