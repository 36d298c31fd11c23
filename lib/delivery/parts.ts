import type { Part } from "../db/commit.ts";
import { sql, type Sql } from "../db/sql.ts";

/** The goods went out in the same commit as the payment. One delivery per order, by uniqueness. */
export function recordDelivered(orderId: bigint, now: Date): Part {
  return {
    name: "delivery",
    rows: 1,
    sql: sql`insert into oms_delivery_records (order_id, delivery_status, delivered_time, create_time)
      values (${orderId}, 'DELIVERED', ${now}, ${now}) returning id`,
  };
}

/** The goods could not go out; the row is the promise that they will. */
export function recordUndelivered(orderId: bigint, reason: string, nextRetryAt: Date, now: Date): Part {
  return {
    name: "delivery",
    rows: 1,
    sql: sql`insert into oms_delivery_records (order_id, delivery_status, error_message, next_retry_at, create_time)
      values (${orderId}, 'PENDING', ${reason}, ${nextRetryAt}, ${now}) returning id`,
  };
}

/** A retry that worked. Finds no row when another worker was first. */
export function markDelivered(deliveryId: bigint, now: Date): Part {
  return {
    name: "delivery",
    rows: 1,
    sql: sql`update oms_delivery_records
      set delivery_status = 'DELIVERED', delivered_time = ${now}, retry_count = retry_count + 1, next_retry_at = null, leased_until = null, error_message = null
      where id = ${deliveryId} and delivery_status <> 'DELIVERED' returning id`,
  };
}

/** A retry that failed; `nextRetryAt` null gives up. Finds no row when another worker has counted a retry since. */
export function markFailed(
  delivery: { readonly id: bigint; readonly retryCount: number },
  reason: string,
  nextRetryAt: Date | null,
): Part {
  return {
    name: "delivery",
    rows: 1,
    sql: sql`update oms_delivery_records
      set delivery_status = ${nextRetryAt ? "PENDING" : "FAILED"}::delivery_status, retry_count = retry_count + 1,
        next_retry_at = ${nextRetryAt}, leased_until = null, error_message = ${reason}
      where id = ${delivery.id} and delivery_status <> 'DELIVERED' and retry_count = ${delivery.retryCount} returning id`,
  };
}

/** The order may not be delivered now: looked at again at `until`, or never (null). It counts as no retry. */
export function putOff(deliveryId: bigint, until: Date | null): Part {
  return {
    name: "delivery",
    rows: "any",
    sql: sql`update oms_delivery_records set next_retry_at = ${until}, leased_until = null
      where id = ${deliveryId} and delivery_status <> 'DELIVERED' returning id`,
  };
}

/** Our database did not answer while it was tried: looked at again at `until`, or when an admin tries it; it counts as no retry. */
export function giveBackDelivery(deliveryId: bigint, until: Date): Part {
  return {
    name: "delivery",
    rows: "any",
    sql: sql`update oms_delivery_records set next_retry_at = case when delivery_status = 'PENDING' then ${until}::timestamptz end, leased_until = null
      where id = ${deliveryId} and delivery_status <> 'DELIVERED' returning id`,
  };
}

/**
 * The goods of an order that is being refunded are still owed: not before `until`, or never (null). A delivery that was
 * given up stays so. Finds no row once the goods are out.
 */
export function withholdDelivery(orderId: bigint, until: Date | null): Part {
  return {
    name: "delivery",
    rows: 1,
    sql: sql`update oms_delivery_records
      set next_retry_at = case when delivery_status = 'PENDING' then ${until}::timestamptz end, leased_until = null
      where order_id = ${orderId} and delivery_status <> 'DELIVERED' returning id`,
  };
}

/** Claims due deliveries under a lease, oldest first, passing over those another worker holds. */
export function claimDueDeliveries(now: Date, leaseUntil: Date, limit: number): Sql {
  return sql`update oms_delivery_records set leased_until = ${leaseUntil}
    where id in (
      select id from oms_delivery_records
      where delivery_status <> 'DELIVERED' and next_retry_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by next_retry_at for update skip locked limit ${limit})
    returning id, order_id as "orderId", retry_count as "retryCount"`;
}

/** Claims a delivery that was given up, for one worker; finds no row while another holds it, or when it is not given up. */
export function claimGivenUpDelivery(orderId: bigint, now: Date, leaseUntil: Date): Sql {
  return sql`update oms_delivery_records set leased_until = ${leaseUntil}
    where order_id = ${orderId} and delivery_status = 'FAILED' and (leased_until is null or leased_until <= ${now})
    returning id, order_id as "orderId", retry_count as "retryCount"`;
}
