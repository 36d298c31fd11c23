import { expect } from "vitest";
import { retryDeliveries } from "../lib/delivery/retry-deliveries.ts";
import { syncPayment } from "../lib/payments/sync-payment.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  contextAt,
  type OrderWish,
  type TestOrder,
} from "../lib/testing/builders.ts";
import { query } from "../lib/testing/database.ts";
import { buy, noticeOf, refundsAtAlipay } from "../lib/testing/gateway.ts";
import { askBack, refundsOf } from "../lib/testing/refunds.ts";
import { signedInAs } from "../lib/testing/sessions.ts";

/** One request to the instance that may be killed while it works. */
export interface Call {
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a form where it is text. */
  readonly body?: object | string;
}

export const now = () => new Date();

export async function asMember(memberId: bigint, path: string, body?: object, key?: string): Promise<Call> {
  const headers = { ...(await signedInAs(memberId)), ...(key ? { "idempotency-key": key } : {}) };
  return { path, method: "POST", headers, ...(body ? { body } : {}) };
}

export function cron(name: string): Call {
  return { path: `/api/cron/${name}`, headers: { authorization: `Bearer ${process.env.CRON_SECRET}` } };
}

/** An order paid at Alipay whose notification has not arrived. */
export async function aSilentlyPaidOrder(wish: OrderWish = {}): Promise<TestOrder> {
  const order = await anOrder({ now: now(), ...wish });
  await buy(order.cashier.payUrl);
  return order;
}

export async function aDeliveredOrder(wish: OrderWish = {}): Promise<TestOrder> {
  const order = await aSilentlyPaidOrder(wish);
  await syncPayment(order.memberId, order.orderSn, contextAt(now()));
  return order;
}

export async function statusOf({ orderId }: TestOrder): Promise<string> {
  const [order] = await query<{ text: string }>(
    "select status || ' ' || delivery_status as text from oms_order where id = $1",
    [orderId],
  );
  return order!.text;
}

/** Refunded completely, once, and the goods are taken back. */
export async function refunded(order: TestOrder): Promise<void> {
  expect(await statusOf(order)).toBe("REFUNDED DELIVERED");
  expect((await refundsAtAlipay(order.orderSn)).map((refund) => refund.amountFen)).toEqual([order.amountFen]);
}

export const notify = (order: TestOrder) => async (): Promise<Call> => ({
  path: "/api/alipay/notify",
  method: "POST",
  body: await noticeOf(order.orderSn),
});

export const delivered = (order: TestOrder) => async () => expect(await statusOf(order)).toBe("PAID DELIVERED");

/** An order whose delivery fails at payment and at `retries` retries; after three it is FAILED. */
export async function anUndeliveredOrder(retries = 0): Promise<TestOrder> {
  await query(`create function no_goods() returns trigger language plpgsql as $$ begin raise exception 'no goods'; end $$;
    create trigger no_goods before insert on ums_credit_lot for each row execute function no_goods()`);
  try {
    const order = await aDeliveredOrder();
    for (let retry = 0; retry < retries; retry += 1) {
      await letTimePass();
      await retryDeliveries(now());
    }
    return order;
  } finally {
    await query("drop trigger no_goods on ums_credit_lot; drop function no_goods");
  }
}

export async function spent(memberId: bigint): Promise<number> {
  const [sum] = await query<{ n: number }>(
    "select coalesce(sum(amount), 0)::int as n from ums_credit_consumption where member_id = $1",
    [memberId],
  );
  return sum!.n;
}

/** Above the automatic limit, so that a person decides. */
export async function aRefundUnderReview(): Promise<{ order: TestOrder; path: string; adminId: bigint }> {
  const order = await aDeliveredOrder({ wanted: await aCreditProduct({ priceFen: 30_000 }) });
  await askBack(order, now());
  const [refund] = await refundsOf(order);
  return { order, path: `/api/admin/refunds/${refund!.id}/review`, adminId: await aMember({ role: "ADMIN" }) };
}

/** Time passes: leases run out, every next look is due. */
export async function letTimePass(): Promise<void> {
  // A second ago, because the database's clock has finer ticks than the one that will be compared with it.
  await query(`update oms_order set claimed_until = null;
    update oms_delivery_records set leased_until = null where delivery_status <> 'DELIVERED';
    update oms_delivery_records set next_retry_at = now() - interval '1 second' where delivery_status <> 'DELIVERED' and next_retry_at is not null;
    update oms_payment_attempts set next_check_at = now() - interval '1 second', last_check_at = null where next_check_at is not null;
    update oms_refund_records set next_check_at = now() - interval '1 second' where status in ('APPROVED', 'SENT')`);
}
