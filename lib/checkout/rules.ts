import { CHECKOUT_LIFE_MS } from "../core/deadlines.ts";
import type { OrderStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { payable } from "../orders/rules.ts";

/** The states of a checkout session (docs/rules.md R152), as the product is told them. */
export const CHECKOUT_STATUSES = ["open", "paid", "expired", "cancelled"] as const;
export type CheckoutStatus = (typeof CHECKOUT_STATUSES)[number];

/** The order that counts for a session: the one that was paid, else the last. */
export interface OrderOfSession {
  readonly status: OrderStatus;
  readonly expireTime: Date;
  readonly paymentTime: Date | null;
}

export interface SessionFacts {
  readonly cancelTime: Date | null;
  readonly expireTime: Date;
  readonly order: OrderOfSession | null;
}

export function checkoutEnd(now: Date): Date {
  return after(now, CHECKOUT_LIFE_MS);
}

/** Money comes first: what was paid is paid, also where the session was cancelled or over by then. */
export function checkoutStatus({ cancelTime, expireTime, order }: SessionFacts, now: Date): CheckoutStatus {
  if (order?.paymentTime) return "paid";
  if (cancelTime) return "cancelled";
  return order?.status === "PENDING" || now < expireTime ? "open" : "expired";
}

/**
 * What paying does now. new: an order is made · again: the order that waits is paid · wait: its time is over, and it is about to
 * be closed · over: the session is.
 */
export function nextPayment(session: SessionFacts, now: Date): "new" | "again" | "wait" | "over" {
  if (checkoutStatus(session, now) !== "open") return "over";
  const { order } = session;
  if (order?.status !== "PENDING") return "new";
  return payable(order, now) ? "again" : "wait";
}

/** The word by which the product finds the session in the address of its own page. */
const PARAMETER = "checkout_session_id";

/**
 * Where a buyer who has paid is sent: the product's address with the id of the session. What stood in it stays as it was
 * written, but for another value of that one word.
 */
export function successPlace(successUrl: string, id: string): string {
  const url = new URL(successUrl);
  const pairs = url.search === "" ? [] : url.search.slice(1).split("&");
  const kept = pairs.filter((pair) => nameOf(pair) !== PARAMETER);
  url.search = [...kept, `${PARAMETER}=${id}`].join("&");
  return url.href;
}

function nameOf(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? "";
}

/** Where a buyer who does not pay goes back to. */
export function wayBack({ successUrl, cancelUrl }: { successUrl: string; cancelUrl: string | null }): string {
  return cancelUrl ?? `${new URL(successUrl).origin}/`;
}
