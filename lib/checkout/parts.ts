import type { Commit, Handle } from "../db/commit.ts";
import { db } from "../db/database.ts";
import type { BillingCycle } from "../core/states.ts";

export interface NewCheckoutSession {
  readonly id: string;
  readonly memberId: bigint;
  readonly serviceKeyId: bigint;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
  readonly tokenHash: string;
  readonly productId: bigint | null;
  readonly planId: bigint | null;
  readonly billingCycle: BillingCycle | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expireTime: Date;
}

/** A new session. A unique index lets one of two with the same key of a caller be first. */
export function insertCheckoutSession(commit: Commit, session: NewCheckoutSession, now: Date): void {
  commit.add("newCheckoutSession", db.insertInto("omsCheckoutSession").values({ ...session, createTime: now }));
}

const openSession = db.updateTable("omsCheckoutSession").where("cancelTime", "is", null);

/** The session belongs to this browser from now on. Finds no row where it is another's, or over. */
export function bindBrowser(commit: Commit, id: string, browserHash: string, now: Date): void {
  commit.add(
    "boundSession",
    openSession
      .set({ browserHash, openTime: now })
      .where("id", "=", id)
      .where("browserHash", "is", null)
      .where("expireTime", ">", now),
  );
}

interface Counted {
  readonly id: string;
  /** The orders of the session as they were read. */
  readonly orderCount: number;
}

/**
 * The order that the same commit makes is the session's next one. Finds no row where another one was made since the session
 * was read, or where it is over: of two who press "pay" at once, one makes an order.
 */
export function countOrder(
  commit: Commit,
  { id, orderCount }: Counted,
  order: Handle<{ id: bigint }>,
  now: Date,
): void {
  const number = orderCount + 1;
  commit.add(
    "countedSession",
    openSession
      .set({ orderCount: number })
      .where("id", "=", id)
      .where("orderCount", "=", orderCount)
      .where("expireTime", ">", now),
  );
  commit.add(
    "checkoutOrder",
    db.insertInto("omsCheckoutOrder").values({ orderId: order.ref("id"), sessionId: id, number }),
  );
}

/** The buyer has given up. Finds no row where an order was made since the session was read, or where somebody was first. */
export function cancelSession(commit: Commit, { id, orderCount }: Counted, now: Date): void {
  commit.add(
    "cancelledSession",
    openSession.set({ cancelTime: now }).where("id", "=", id).where("orderCount", "=", orderCount),
  );
}
