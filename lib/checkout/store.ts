import { sql, type InferResult } from "kysely";
import { db, literal } from "../db/database.ts";

/** Sessions with the order that counts: the one that was paid, else the last. */
const sessions = db
  .selectFrom("omsCheckoutSession as s")
  .innerJoin("umsMember as m", "m.id", "s.memberId")
  .leftJoinLateral(
    (eb) =>
      eb
        .selectFrom("omsCheckoutOrder as made")
        .innerJoin("omsOrder as o", "o.id", "made.orderId")
        .select(["o.orderSn", "o.status as orderStatus", "o.expireTime as orderExpireTime"])
        .select(["o.paymentTime", "o.closeReason", "o.payAmountFen"])
        .whereRef("made.sessionId", "=", "s.id")
        .orderBy(sql`o.payment_time is null`)
        .orderBy("made.number", "desc")
        .limit(literal(1))
        .as("last"),
    (join) => join.onTrue(),
  )
  .select(["s.id", "s.memberId", "s.browserHash", "s.productId", "s.planId", "s.billingCycle"])
  .select(["s.successUrl", "s.cancelUrl", "s.metadata", "s.orderCount", "s.cancelTime", "s.expireTime"])
  .select(["s.requestHash", "s.tokenHash", "m.name as payerName", "m.email as payerEmail", "m.status as payerStatus"])
  .select(["last.orderSn", "last.orderStatus", "last.orderExpireTime", "last.paymentTime", "last.closeReason"])
  .select("last.payAmountFen");

type Row = InferResult<typeof sessions>[number];

/** A session, its customer, and the order that counts for it. */
export type StoredCheckout = ReturnType<typeof withOrder>;

function withOrder(row: Row) {
  const { orderSn, orderStatus, orderExpireTime, paymentTime, closeReason, payAmountFen, ...session } = row;
  const isThere = orderSn !== null && orderStatus !== null && orderExpireTime !== null && payAmountFen !== null;
  const order = isThere
    ? { orderSn, status: orderStatus, expireTime: orderExpireTime, paymentTime, closeReason, payAmountFen }
    : null;
  return { ...session, order };
}

function first(row: Row | undefined): StoredCheckout | null {
  return row ? withOrder(row) : null;
}

export async function findCheckout(id: string): Promise<StoredCheckout | null> {
  return first(await sessions.where("s.id", "=", id).executeTakeFirst());
}

export async function findCheckoutByToken(tokenHash: string): Promise<StoredCheckout | null> {
  return first(await sessions.where("s.tokenHash", "=", tokenHash).executeTakeFirst());
}

/** The session that a caller made with this key. */
export async function findCheckoutByRequest(serviceKeyId: bigint, requestKey: string): Promise<StoredCheckout | null> {
  const made = sessions.where("s.serviceKeyId", "=", serviceKeyId).where("s.requestKey", "=", requestKey);
  return first(await made.executeTakeFirst());
}

/** The session that made an order. null: none did. */
export async function findCheckoutOfOrder(orderSn: string): Promise<string | null> {
  const found = await db
    .selectFrom("omsCheckoutOrder as made")
    .innerJoin("omsOrder as o", "o.id", "made.orderId")
    .select("made.sessionId")
    .where("o.orderSn", "=", orderSn)
    .executeTakeFirst();
  return found?.sessionId ?? null;
}
