import pg from "pg";

/** One statement on the shop's database, for what no button does: looking behind the pages, and letting time pass. */
async function query<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.E2E_DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The order was made so much earlier than it was that it closes in `seconds` (below 0: should have closed already). */
export async function letExpireIn(orderSn: string, seconds: number): Promise<void> {
  await query(
    `update oms_order set expire_time = now() + make_interval(secs => $2),
       create_time = now() + make_interval(secs => $2) - interval '30 minutes' where order_sn = $1`,
    [orderSn, seconds],
  );
}

/** The order was made, paid and delivered so many days before. */
export async function letDaysPass(orderSn: string, days: number): Promise<void> {
  for (const statement of [
    `update oms_order set create_time = create_time - make_interval(days => $2),
       expire_time = expire_time - make_interval(days => $2), payment_time = payment_time - make_interval(days => $2)
     where order_sn = $1`,
    `update oms_payment_records set create_time = create_time - make_interval(days => $2),
       payment_time = payment_time - make_interval(days => $2) where order_sn = $1`,
    `update oms_delivery_records set create_time = create_time - make_interval(days => $2),
       delivered_time = delivered_time - make_interval(days => $2)
     where order_id = (select id from oms_order where order_sn = $1)`,
  ])
    await query(statement, [orderSn, days]);
}

/** The scheduler's next question about an order is due now. */
export async function makeQuestionDue(orderSn: string): Promise<void> {
  await query(
    `update oms_payment_attempts set next_check_at = now()
     where order_id = (select id from oms_order where order_sn = $1)`,
    [orderSn],
  );
}

/** The next look at a refund that was sent is due now. */
export async function makeRefundCheckDue(orderSn: string): Promise<void> {
  await query(
    `update oms_refund_records set next_check_at = now()
     where order_id = (select id from oms_order where order_sn = $1)`,
    [orderSn],
  );
}

/** From now on the credits of this order cannot be handed over, as if something in the shop were broken. */
export async function breakGoodsOf(orderSn: string): Promise<void> {
  await query(
    // Two tests may come at once, and "if not exists" does not wait for the other.
    `select pg_advisory_xact_lock(hashtext('broken_goods'));
     create table if not exists broken_goods (order_sn text);
     create or replace function refuse_goods() returns trigger language plpgsql as $$ begin
       if exists (select 1 from broken_goods b join oms_order o on o.order_sn = b.order_sn where o.id = new.order_id)
         then raise exception 'no lots today'; end if;
       return new; end $$;
     create or replace trigger refuse_goods before insert on ums_credit_lot for each row execute function refuse_goods()`,
  );
  await query("insert into broken_goods values ($1)", [orderSn]);
}

export async function mendGoodsOf(orderSn: string): Promise<void> {
  await query("delete from broken_goods where order_sn = $1", [orderSn]);
}

/** The next try to hand over an order's goods is due now, as long as one is planned. */
export async function makeDeliveryDue(orderSn: string): Promise<void> {
  await query(
    `update oms_delivery_records set next_retry_at = now()
     where next_retry_at is not null and order_id = (select id from oms_order where order_sn = $1)`,
    [orderSn],
  );
}

export async function disable(email: string): Promise<void> {
  await query("update ums_member set status = 'DISABLED' where email = $1", [email]);
}

/** The scheduler calls a cron; any of them may find work of another test too. */
export async function runCron(name: string): Promise<void> {
  const address = `http://localhost:${process.env.E2E_APP_PORT}/api/cron/${name}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${process.env.E2E_CRON_SECRET}` } });
  if (!response.ok) throw new Error(`cron ${name}: ${response.status} ${await response.text()}`);
}

/**
 * Whether somebody else's order runs out about now. `expire-orders` takes every order that is due, and a test beside
 * this one may want to see its own before it is closed.
 */
export async function isAnotherExpiring(orderSn: string): Promise<boolean> {
  const others = await query(
    `select 1 from oms_order where status = 'PENDING' and order_sn <> $1
       and expire_time between now() - interval '30 seconds' and now() + interval '5 seconds'`,
    [orderSn],
  );
  return others.length > 0;
}

/** How many times the shop has kept what Alipay (or somebody in its name) said of an order. */
export async function evidenceOf(orderSn: string): Promise<number> {
  return (await query("select 1 from oms_payment_evidence where out_trade_no = $1", [orderSn])).length;
}
