import type pg from "pg";

/**
 * A shop with a year of orders: orders spread over the year, most of them paid, delivered and completed, some closed, a
 * few refunded, the last minutes' still open. The distribution of members is uneven: the number of a member's orders
 * falls with the square root of their rank, 20 on average. Everything is plain arithmetic on the order's number, so two
 * runs stock the same shop.
 */
export async function stockShop(db: pg.Pool, orders: number): Promise<void> {
  const client = await db.connect();
  try {
    // As a replica no foreign key is checked row by row: the rows below are made to fit.
    await client.query("set session_replication_role = replica; set statement_timeout = 0");
    for (const statement of STATEMENTS) await client.query(statement.replaceAll("ORDERS", String(orders)));
    await client.query("set session_replication_role = origin");
  } finally {
    client.release();
  }
  await vacuum(db);
  await db.query("checkpoint");
}

/**
 * Statistics of what was filled. Those of an empty table would say that reading all of it costs nothing; the checks of
 * foreign keys into it would be planned so by the first connections, and stay so until autovacuum comes by.
 */
async function vacuum(db: pg.Pool): Promise<void> {
  const { rows } = await db.query<{ tables: string }>(
    `select string_agg(format('%I', relname), ', ') as tables from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0`,
  );
  await db.query(`vacuum (analyze) ${rows[0]!.tables}`);
}

const STATEMENTS = [
  `insert into ums_member (email, password_hash, name, create_time)
   select 'stock' || i || '@bench.test', 'scrypt$$', '会员' || i, now() - interval '1 year'
   from generate_series(1, ORDERS / 20) i`,

  // hashint4 is a fixed hash: as good as random, and the same in every run.
  `create temp table plan as
   select i, now() - (ORDERS - i) * (interval '365 days' / ORDERS) as made, i % 5 = 0 as is_plan,
     abs(hashint4(i)::bigint) % 1000 as dice,
     1 + floor(ORDERS / 20 * power((abs(hashint4(-i)::bigint) % 1000003) / 1000003.0, 2))::bigint as member_no
   from generate_series(1, ORDERS) i`,

  `insert into oms_order (order_sn, member_id, product_type, status, delivery_status, total_amount_fen, pay_amount_fen,
     refunded_amount_fen, open_slot, create_time, expire_time, payment_method, payment_time, complete_time, update_time)
   select to_char(made at time zone 'Asia/Shanghai', 'YYYYMMDDHH24MISSMS') || substr(md5(i::text), 1, 16), member.id,
     case when is_plan then 'SUBSCRIPTION' else 'CREDITS' end::product_type, state.status::order_status,
     case when paid then 'DELIVERED' else 'PENDING' end::delivery_status, price, price,
     case when state.status = 'REFUNDED' then price else 0 end, 1 + i % 32000, made, made + interval '30 minutes', case when paid then 'alipay' end,
     case when paid then made + interval '1 minute' end, case when state.status = 'COMPLETED' then made + interval '7 days' end, made
   from plan
   join ums_member member on member.email = 'stock' || member_no || '@bench.test'
   cross join lateral (select case when made > now() - interval '25 minutes' then 'PENDING' when dice < 200 then 'CANCELLED'
     when dice < 210 then 'REFUNDED' when made > now() - interval '7 days' then 'PAID' else 'COMPLETED' end) state (status)
   cross join lateral (select state.status not in ('PENDING', 'CANCELLED'), case when is_plan then (select min(price_monthly_fen) from ums_subscription_plans)
       else (select min(price_fen) from pms_credit_product) end) shown (paid, price)
   order by i`,

  `insert into oms_order_item (order_id, product_id, plan_id, product_name, price_fen, credit_amount, bonus_credits,
     valid_days, plan_code, plan_level, billing_cycle, goods_version)
   select o.id, product.id, plan.id, coalesce(product.name, plan.name), o.pay_amount_fen, product.credit_amount,
     product.bonus_credits, product.valid_days, plan.code, plan.level, case when plan.id is not null then 'MONTHLY'::billing_cycle end, 1
   from oms_order o
   left join pms_credit_product product on o.product_type = 'CREDITS' and product.price_fen = o.pay_amount_fen
   left join ums_subscription_plans plan on o.product_type = 'SUBSCRIPTION' and plan.price_monthly_fen = o.pay_amount_fen
   order by o.id`,

  `insert into oms_order_event (order_id, type, from_status, to_status, actor, create_time)
   select o.id, step.type, step.before::order_status, step.after::order_status, step.actor, o.create_time
   from oms_order o join (values (1, 'CREATED', null, 'PENDING', 'stock', null), (2, 'CANCELLED', 'PENDING', 'CANCELLED', 'cron', 'CANCELLED'),
     (2, 'PAID', 'PENDING', 'PAID', 'alipay', 'PAID'), (2, 'PAID', 'PENDING', 'PAID', 'alipay', 'COMPLETED'),
     (2, 'PAID', 'PENDING', 'PAID', 'alipay', 'REFUNDED'), (3, 'COMPLETED', 'PAID', 'COMPLETED', 'cron', 'COMPLETED'),
     (3, 'REFUND_REQUESTED', 'PAID', 'REFUNDING', 'stock', 'REFUNDED'), (4, 'REFUNDED', 'REFUNDING', 'REFUNDED', 'cron', 'REFUNDED')
   ) step (place, type, before, after, actor, only_for) on step.only_for is null or step.only_for = o.status::text
   order by o.id, step.place`,

  `insert into oms_payment_attempts (order_id, out_trade_no, cashier_kind, app_id, seller_id, amount_fen, subject, status, expire_time, create_time)
   select id, order_sn, 'PAGE', '9021000000000001', '2088000000000001', pay_amount_fen, '账房',
     case status when 'PENDING' then 'OPEN' when 'CANCELLED' then 'CLOSED' else 'PAID' end::attempt_status, expire_time, create_time
   from oms_order order by id`,

  `insert into oms_payment_records (order_id, order_sn, attempt_id, out_trade_no, trade_no, kind, payment_amount_fen,
     payment_time, app_id, seller_id, source)
   select o.id, o.order_sn, a.id, a.out_trade_no, '2025' || lpad(o.id::text, 24, '0'), 'EFFECTIVE', o.pay_amount_fen,
     o.payment_time, a.app_id, a.seller_id, 'NOTIFY'
   from oms_order o join oms_payment_attempts a on a.order_id = o.id where o.payment_time is not null order by o.id`,

  `insert into oms_delivery_records (order_id, delivery_status, delivered_time)
   select id, 'DELIVERED', payment_time from oms_order where payment_time is not null order by id`,

  `insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind,
     refund_amount_fen, quote, status, reason, requested_by, member_seq, finish_time, create_time)
   select o.id, o.order_sn, o.member_id, p.id, p.out_trade_no, p.trade_no, 'r' || o.order_sn, 'ORDER', o.pay_amount_fen,
     jsonb_build_object('paidFen', o.pay_amount_fen, 'amountFen', o.pay_amount_fen), 'SUCCESS', '不需要了', 'member',
     row_number() over (partition by o.member_id order by o.id), o.payment_time + interval '1 day', o.payment_time
   from oms_order o join oms_payment_records p on p.order_id = o.id where o.status = 'REFUNDED'`,

  // Nobody spends: what was not given back is still there, and the plans are made on tables of a real size.
  `insert into ums_credit_lot (member_id, order_id, kind, granted, remaining, expire_time, create_time)
   select o.member_id, o.id, lot.kind::lot_kind, lot.granted, case when o.status = 'REFUNDED' then 0 else lot.granted end,
     o.payment_time + interval '1 year', o.payment_time
   from oms_order o join oms_order_item item on item.order_id = o.id
   cross join lateral (values ('PAID', item.credit_amount), ('BONUS', item.bonus_credits)) lot (kind, granted)
   where o.product_type = 'CREDITS' and o.payment_time is not null and lot.granted > 0 order by o.id`,

  `insert into ums_credit_ledger (member_id, lot_id, order_id, refund_id, entry_type, delta, balance_after, reason, actor, create_time)
   select entry.member_id, lot_id, entry.order_id, entry.refund_id, type::ledger_entry_type, delta,
     sum(delta) over (partition by entry.member_id order by made, lot_id), reason, actor, made
   from (
     select member_id, id as lot_id, order_id, null::bigint as refund_id, 'GRANT' as type, granted as delta, '购买' as reason, 'alipay' as actor,
       create_time as made from ums_credit_lot
     union all
     select lot.member_id, lot.id, lot.order_id, r.id, 'TAKE_BACK', -lot.granted, '退款', 'cron', r.finish_time
     from ums_credit_lot lot join oms_refund_records r on r.order_id = lot.order_id) entry
   order by made, lot_id`,

  // Periods of one plan stand in line: each begins when it was paid, or where the one before it ends, and lasts a month.
  `create function pg_temp.month_behind(line_end timestamptz, paid timestamptz) returns timestamptz language sql immutable as
   $$ select (greatest(line_end, paid) at time zone 'Asia/Shanghai' + interval '1 month') at time zone 'Asia/Shanghai' $$`,
  "create aggregate pg_temp.line_end(timestamptz) (sfunc = pg_temp.month_behind, stype = timestamptz)",
  `insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date, status)
   select member_id, order_id, plan_id, plan_code, product_name, plan_level, billing_cycle,
     greatest(payment_time, lag(end_date) over (partition by member_id, plan_code, is_back order by order_id)), end_date,
     case when is_back then 'REFUNDED' when end_date < now() then 'EXPIRED' else 'ACTIVE' end::segment_status
   from (select item.*, o.member_id, o.payment_time, o.status = 'REFUNDED' as is_back, pg_temp.line_end(o.payment_time) over line as end_date
     from oms_order o join oms_order_item item on item.order_id = o.id
     where o.product_type = 'SUBSCRIPTION' and o.payment_time is not null
     window line as (partition by o.member_id, item.plan_code, o.status = 'REFUNDED' order by o.id)) bought
   order by order_id`,

  "insert into ums_credit_balance (member_id, total) select member_id, sum(remaining) from ums_credit_lot group by member_id",

  `insert into oms_payment_evidence (evidence_key, source, out_trade_no, trade_no, order_id, verdict, content, create_time)
   select 'notify:' || md5(trade_no), 'NOTIFY', out_trade_no, trade_no, order_id, 'PAID', 'trade_no=' || trade_no, payment_time
   from oms_payment_records order by id`,

  "drop aggregate pg_temp.line_end(timestamptz); drop function pg_temp.month_behind; drop table plan",
];

/** An order of the stock and whose it is. */
export interface StockedOrder {
  readonly memberId: bigint;
  readonly orderSn: string;
}

/** The newest order of some members who have five pages of orders and no more than eight: alike in a shop of any size. */
export async function findRegulars(db: pg.Pool, atMost: number): Promise<StockedOrder[]> {
  const { rows } = await db.query<{ member_id: string; order_sn: string }>(
    `select member_id, (array_agg(order_sn order by id desc))[1] as order_sn from oms_order
     group by member_id having count(*) between 45 and 80 order by member_id limit $1`,
    [atMost],
  );
  return rows.map((row) => ({ memberId: BigInt(row.member_id), orderSn: row.order_sn }));
}

/** A table of this many rows is never read from end to end on a hot path. */
const BIG = 5_000;

/** How often each table has been read from end to end. */
export async function scansOf(db: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await db.query<{ table: string; scans: number }>(
    `select relname as table, coalesce(seq_scan, 0)::int as scans from pg_stat_user_tables`,
  );
  return new Map(rows.map(({ table, scans }) => [table, scans]));
}

/** The big tables that were read from end to end since `before`, and how often: there should be none. */
export async function bigScansSince(db: pg.Pool, before: ReadonlyMap<string, number>): Promise<Record<string, number>> {
  const { rows } = await db.query<{ table: string }>("select relname as table from pg_class where reltuples > $1", [
    BIG,
  ]);
  const now = await scansOf(db);
  const scans = rows.map(({ table }) => [table, (now.get(table) ?? 0) - (before.get(table) ?? 0)] as const);
  return Object.fromEntries(scans.filter(([, count]) => count > 0));
}
