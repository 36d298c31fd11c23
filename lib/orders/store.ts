import type { InferResult } from "kysely";
import type { BillingCycle, OrderStatus, ProductType } from "../core/states.ts";
import { cycleIn } from "../db/cycle.ts";
import { db, idsOf, literal } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { compiled, type Given } from "../db/prepared.ts";
import { claimExpiredOrders, expiredOrders, overOrders } from "./job-parts.ts";
import type { Goods } from "./rules.ts";

/**
 * Orders with what was bought, and the last refund that was asked for or booked as made outside, if any: the one table to its right that this room
 * reads, because the row of an order says what became of its refund.
 */
const orders = db
  .selectFrom("omsOrder as o")
  .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
  .leftJoinLateral(
    (eb) =>
      eb
        .selectFrom("omsRefundRecords as r")
        .select(["r.status as refundStatus", "r.refundAmountFen"])
        .whereRef("r.orderId", "=", "o.id")
        .where(({ and, eb: is, or }) =>
          or([
            is("r.kind", "=", literal("ORDER")),
            and([is("r.kind", "=", literal("OUTSIDE")), is("r.status", "=", literal("SUCCESS"))]),
          ]),
        )
        .orderBy("r.id", "desc")
        .limit(literal(1))
        .as("refund"),
    (join) => join.onTrue(),
  )
  .select(["o.id", "o.orderSn", "o.memberId", "o.productType", "o.status", "o.deliveryStatus"])
  .select(["o.totalAmountFen", "o.payAmountFen", "o.refundedAmountFen", "o.closeReason", "o.returnPath"])
  .select(["o.requestHash", "o.createTime", "o.expireTime", "o.paymentTime", "o.paymentMethod"])
  .select(["item.productName", "item.creditAmount", "item.bonusCredits", "item.validDays"])
  .select(["item.planCode", cycleIn<BillingCycle | null>("item").as("billingCycle")])
  .select(["refund.refundStatus", "refund.refundAmountFen"]);

export type StoredOrder = InferResult<typeof orders>[number];

/** The member's own order; somebody else's is not found. */
export async function findOrder(memberId: bigint, orderSn: string): Promise<StoredOrder | null> {
  const own = orders.where("o.orderSn", "=", orderSn).where("o.memberId", "=", memberId);
  return (await own.executeTakeFirst()) ?? null;
}

const ordersWithBuyer = orders
  .innerJoin("umsMember as m", "m.id", "o.memberId")
  .leftJoin("umsCustomer as customer", "customer.memberId", "o.memberId")
  .select(["m.name as buyerName", "m.email as buyerEmail", "m.status as buyerStatus"])
  .select("customer.externalId as customerId");

export type OrderWithBuyer = InferResult<typeof ordersWithBuyer>[number];

/** Anybody's order. */
export async function findAnyOrder(orderSn: string): Promise<OrderWithBuyer | null> {
  return (await ordersWithBuyer.where("o.orderSn", "=", orderSn).executeTakeFirst()) ?? null;
}

/** Anybody's orders, newest first. */
export function findAnyOrders(ids: readonly bigint[]): Promise<OrderWithBuyer[]> {
  return ordersWithBuyer
    .where((eb) => eb("o.id", "=", eb.fn.any(eb.val(ids))))
    .orderBy("o.id", "desc")
    .execute();
}

export type OrderState = Pick<StoredOrder, "orderSn" | "status" | "deliveryStatus" | "paymentTime">;

const states = compiled((given: Given<{ memberId: bigint; orderSn: string }>) =>
  db
    .selectFrom("omsOrder")
    .select(["orderSn", "status", "deliveryStatus", "paymentTime"])
    .where("orderSn", "=", given.orderSn)
    .where("memberId", "=", given.memberId),
);

/** For polling: one row by its unique number, no join. */
export async function findOrderState(memberId: bigint, orderSn: string): Promise<OrderState | null> {
  const [state] = await states({ memberId, orderSn });
  return state ?? null;
}

export async function findOrderByRequestKey(memberId: bigint, requestKey: string): Promise<StoredOrder | null> {
  const made = orders.where("o.memberId", "=", memberId).where("o.requestKey", "=", requestKey);
  return (await made.executeTakeFirst()) ?? null;
}

export interface OpenSlots {
  slots: number[];
  firstExpiry: Date | null;
}

const openOrders = compiled((given: Given<{ memberId: bigint }>) =>
  db
    .selectFrom("omsOrder")
    .select(["openSlot", "expireTime"])
    .where("memberId", "=", given.memberId)
    .where("status", "=", literal("PENDING")),
);

/** The slots of the member's unpaid orders, and when the first of these expires; at most as many rows as the cap. */
export async function findOpenSlots(memberId: bigint): Promise<OpenSlots> {
  const open = await openOrders({ memberId });
  const expiries = open.map(({ expireTime }) => expireTime.getTime());
  const firstExpiry = expiries.length > 0 ? new Date(Math.min(...expiries)) : null;
  return { slots: open.map(({ openSlot }) => openSlot), firstExpiry };
}

/** What a member has ordered of some goods. */
export interface Purchases {
  readonly all: number;
  /** Since the given instant. */
  readonly today: number;
  /** What `guardPurchase` compares. */
  readonly version: number;
}

/**
 * The member's orders of these goods that were not closed. Read with the guard in one statement, so that an order that is
 * not counted raises the version.
 */
export async function findPurchases(memberId: bigint, { type, id }: Goods, since: Date): Promise<Purchases> {
  const made = await db
    .selectFrom("omsOrder as o")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .select((eb) => [
      eb.fn.countAll<bigint>().as("all"),
      eb.fn.countAll<bigint>().filterWhere("o.createTime", ">=", since).as("today"),
      eb
        .selectFrom("omsPurchaseGuard as guard")
        .select("guard.version")
        .where("guard.memberId", "=", memberId)
        .where("guard.productType", "=", type)
        .where("guard.goodsId", "=", id)
        .as("version"),
    ])
    .where("o.memberId", "=", memberId)
    .where("o.status", "<>", "CANCELLED")
    .where(type === "CREDITS" ? "item.productId" : "item.planId", "=", id)
    .executeTakeFirstOrThrow();
  return { all: Number(made.all), today: Number(made.today), version: made.version ?? 0 };
}

export interface OrderFilter {
  memberId: bigint;
  status?: OrderStatus | undefined;
  productType?: ProductType | undefined;
  /** created at or after */
  from?: Date | undefined;
  /** created before */
  to?: Date | undefined;
  orderSn?: string | undefined;
}

function matching({ memberId, status, productType, from, to, orderSn }: Given<OrderFilter>) {
  let found = db.selectFrom("omsOrder").where("memberId", "=", memberId);
  if (status) found = found.where("status", "=", status);
  if (productType) found = found.where("productType", "=", productType);
  if (from) found = found.where("createTime", ">=", from);
  if (to) found = found.where("createTime", "<", to);
  return orderSn ? found.where("orderSn", "=", orderSn) : found;
}

interface Cut {
  readonly limit: number;
  readonly offset: number;
}

const pages = compiled((given: Given<OrderFilter & Cut>) => {
  const page = matching(given).select("id").orderBy("id", "desc").limit(given.limit).offset(given.offset);
  return orders.where((eb) => eb("o.id", "=", eb.fn.any(idsOf(page)))).orderBy("o.id", "desc");
});

/**
 * One page of a member's orders, newest first. The page is selected by index before the joins, so skipped rows are
 * cheap.
 */
export function findOrders(filter: OrderFilter, limit: number, offset: number): Promise<StoredOrder[]> {
  return pages({ ...filter, limit, offset });
}

const counts = compiled((given: Given<OrderFilter>) =>
  matching(given).select((eb) => eb.fn.countAll<bigint>().as("n")),
);

export async function countOrders(filter: OrderFilter): Promise<number> {
  const [counted] = await counts(filter);
  return Number(counted!.n);
}

/** Upper bound of the history read. */
const EVENTS_READ = 200;

export type StoredEvent = Awaited<ReturnType<typeof findEvents>>[number];

/** The lines of an order's history, oldest first. */
export function findEvents(orderId: bigint) {
  return db
    .selectFrom("omsOrderEvent")
    .select(["type", "actor", "detail", "createTime"])
    .where("orderId", "=", orderId)
    .orderBy("id")
    .limit(literal(EVENTS_READ))
    .execute();
}

export type OrderWithItem = NonNullable<Awaited<ReturnType<typeof findOrderWithItem>>>;

/** An order by id, for jobs. */
export async function findOrderWithItem(orderId: bigint) {
  const found = await db
    .selectFrom("omsOrder as o")
    .innerJoin("omsOrderItem as i", "i.orderId", "o.id")
    .select(["o.id", "o.orderSn", "o.memberId", "o.productType", "o.status", "o.deliveryStatus", "o.payAmountFen"])
    .select("o.paymentTime")
    .select(["i.productId", "i.planId", "i.productName", "i.priceFen", "i.creditAmount", "i.bonusCredits"])
    .select(["i.validDays", "i.planCode", "i.planLevel", cycleIn<BillingCycle | null>("i").as("billingCycle")])
    .where("o.id", "=", orderId)
    .executeTakeFirst();
  if (!found) return null;
  const { id, orderSn, memberId, productType, status, deliveryStatus, payAmountFen, paymentTime, ...item } = found;
  return { id, orderSn, memberId, productType, status, deliveryStatus, payAmountFen, paymentTime, item };
}

export interface ExpiredOrder {
  id: bigint;
  orderSn: string;
  memberId: bigint;
  dueAt: Date;
}

export function claimExpired(now: Date, leaseUntil: Date, limit: number): Promise<ExpiredOrder[]> {
  return claimExpiredOrders(now, leaseUntil, limit).execute();
}

export function countExpired(now: Date): Promise<number> {
  return countDue(expiredOrders(now));
}

export function countOver(paidBefore: Date): Promise<number> {
  return countDue(overOrders(paidBefore));
}
