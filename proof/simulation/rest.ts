import { letTimePass, runCrons } from "./crons.ts";
import { clearInvoices } from "./invoicing.ts";
import { removeObstacles } from "./mishaps.ts";
import { bookOutside } from "./operating.ts";
import { clearQueue } from "./refunding.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;
/** Alipay sends a notice for the last time 24 h 24 min after the first. */
const FIRST_REST_MS = 26 * HOUR_MS;
const NEXT_REST_MS = 2 * HOUR_MS;
const ROUNDS = 10;

/** Unfinished work by name. A failed delivery counts as finished, because it has an alert (invariant O04). */
const PENDING = `
  select 'delivery of ' || o.order_sn as subject from oms_delivery_records d join oms_order o on o.id = d.order_id
    where d.delivery_status = 'PENDING' and o.status in ('PAID', 'COMPLETED')
  union all select 'refund ' || out_request_no || ' ' || status from oms_refund_records where status in ('REVIEWING', 'APPROVED', 'SENT')
  union all select 'unpaid ' || order_sn from oms_order where status = 'PENDING' and expire_time <= now()
  union all select 'stray ' || p.trade_no from oms_payment_records p where p.kind in ('DUPLICATE', 'UNWANTED') and p.payment_status = 'SUCCESS'
    and not exists (select from oms_refund_records r where r.payment_id = p.id and r.status = 'REFUSED')
  union all select 'question ' || out_trade_no from oms_payment_attempts where next_check_at <= now()
  union all select 'lease ' || biz_id from ums_credit_reservation where status = 'HELD' and lease_until <= now()
  union all select 'event ' || event_no from sys_event where position is null
  union all select 'event ' || e.event_no from sys_webhook_delivery d join sys_event e on e.id = d.event_id where d.status = 'PENDING'
  union all select 'invoice ' || invoice_sn || ' ' || status from oms_invoice where status in ('REQUESTED', 'RED_ASKED')`;

/** When the world began to come to rest, and by how much Alipay's clock is ahead of ours since. */
export interface Rest {
  readonly began: Date;
  readonly aheadMs: number;
}

/**
 * After the faults: moves time, runs jobs and approves reviews until nothing is due or the limit is reached. What is
 * left then is stuck.
 */
export async function comeToRest(world: World): Promise<Rest> {
  const began = new Date();
  let aheadMs = 0;
  const { alipay, database, findings } = world;
  for (const [fault, hits] of Object.entries(await alipay.uprootAll())) findings.count(`fault ${fault}`, hits);
  await alipay.fillPurse();
  world.hearing.recover();
  await removeObstacles(world);
  let left: { subject: string }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const ms = round === 1 ? FIRST_REST_MS : NEXT_REST_MS;
    await letTimePass(world, ms, true);
    await alipay.letTimePass(ms);
    aheadMs += ms;
    await bookOutside(world);
    await clearQueue(world);
    await clearInvoices(world);
    await runCrons(world);
    left = await database.ask<{ subject: string }>(PENDING);
    if (left.length === 0 && round > 1) break;
  }
  for (const { subject } of left) findings.violate("unfinished", subject);
  return { began, aheadMs };
}
