import { aMember, anOrder, at } from "./builders.ts";
import { query } from "./database.ts";

/** Rows that are due at `at(0)` by the thousand, copied inside the database: by their verbs they would be slow to make. */

/** Orders of one member, as the given columns have them; all paid a day ago unless these say otherwise. */
async function manyOrders(count: number, columns: Readonly<Record<string, string>> = {}): Promise<void> {
  const { orderSn } = await anOrder({ now: at(-10 * 24 * 60) });
  const given = { status: "'PAID'", delivery_status: "'DELIVERED'", payment_time: `'${iso(-24 * 60)}'`, ...columns };
  await query(
    `with model as (select * from oms_order where order_sn = $1),
      made as (insert into oms_order (order_sn, member_id, product_type, total_amount_fen, pay_amount_fen, open_slot,
          create_time, expire_time, ${Object.keys(given).join(", ")})
        select order_sn || '_' || n, member_id, product_type, total_amount_fen, pay_amount_fen, 100 + n,
          create_time, expire_time, ${Object.values(given).join(", ")}
        from model, generate_series(1, $2::int) as n returning id)
    insert into oms_order_item (order_id, product_id, product_name, price_fen, credit_amount, bonus_credits)
    select made.id, item.product_id, item.product_name, item.price_fen, 10, 0
    from made, model join oms_order_item item on item.order_id = model.id`,
    [orderSn, count],
  );
  // The model itself is none of them.
  await query(`update oms_payment_attempts set status = 'CLOSED', next_check_at = null;
    update oms_order set status = 'CANCELLED' where order_sn = '${orderSn}'`);
}

const iso = (minutes: number) => at(minutes).toISOString();

const COPIES = "from oms_order o where o.order_sn ~ '_[0-9]+$'";

/** By the name of a job's rows: how to make them, and which of them are still to be done. */
export const DUE = {
  overdueOrders: {
    make: (count: number) =>
      manyOrders(count, { status: "'PENDING'", delivery_status: "'PENDING'", payment_time: "null" }),
    open: "select id from oms_order where status = 'PENDING'",
  },
  attempts: {
    make: async (count: number) => {
      await manyOrders(count);
      await query(`insert into oms_payment_attempts (order_id, out_trade_no, cashier_kind, app_id, seller_id, amount_fen, subject,
          expire_time, next_check_at) select o.id, o.order_sn, 'PAGE', '9021000000000001', '2088000000000001', 990, 'x', '${iso(60)}', '${iso(-1)}' ${COPIES}`);
    },
    open: `select id from oms_payment_attempts where next_check_at <= '${iso(0)}'`,
  },
  refunds: {
    make: async (count: number) => {
      await strayPayments(count);
      await query(`insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no,
          out_request_no, kind, refund_amount_fen, status, reason, requested_by, next_check_at)
        select p.order_id, p.order_sn, o.member_id, p.id, p.out_trade_no, p.trade_no, 'R' || p.trade_no, 'STRAY', 990,
          'APPROVED', 'x', 'cron', '${iso(-1)}'
        from oms_payment_records p join oms_order o on o.id = p.order_id`);
    },
    open: `select id from oms_refund_records where next_check_at <= '${iso(0)}'`,
  },
  strayPayments: {
    make: (count: number) => strayPayments(count),
    open: "select id from oms_payment_records p where not exists (select from oms_refund_records r where r.payment_id = p.id)",
  },
  deliveries: {
    make: async (count: number) => {
      await manyOrders(count, { delivery_status: "'PENDING'" });
      await query(`insert into oms_delivery_records (order_id, delivery_status, error_message, next_retry_at)
        select o.id, 'PENDING', 'x', '${iso(-1)}' ${COPIES}`);
    },
    open: "select id from oms_delivery_records where delivery_status = 'PENDING'",
  },
  mails: {
    make: async (count: number) => {
      const memberId = await aMember();
      await query(
        `insert into ums_member_notice (member_id, notice_key, kind, detail, next_attempt_at)
         select $1, 'PAID:' || n, 'PAID', '{}', $2 from generate_series(1, $3::int) as n`,
        [memberId, at(-1), count],
      );
    },
    open: "select id from ums_member_notice where mail_status = 'PENDING'",
  },
  lots: {
    make: async (count: number) => {
      await manyOrders(count);
      await query(`insert into ums_credit_lot (member_id, order_id, kind, granted, remaining, expire_time)
          select o.member_id, o.id, 'PAID', 10, 10, '${iso(-1)}' ${COPIES};
        insert into ums_credit_balance (member_id, total) select member_id, sum(remaining) from ums_credit_lot group by 1`);
    },
    open: "select id from ums_credit_lot where remaining > 0",
  },
  reservations: {
    make: async (count: number) => {
      const memberId = await aMember();
      await query(
        `insert into ums_credit_reservation (member_id, biz_id, amount, reason, lease_until, actor)
         select $1, 'job-' || n, 1, 'x', $2, 'service:1' from generate_series(1, $3::int) as n`,
        [memberId, at(-1), count],
      );
    },
    open: "select id from ums_credit_reservation where status = 'HELD'",
  },
  endedPeriods: {
    make: (count: number) => periods(count, -1),
    open: "select id from ums_member_subscriptions where status = 'ACTIVE'",
  },
  endingPeriods: {
    make: (count: number) => periods(count, 60),
    open: "select id from ums_member_subscriptions where reminded_time is null",
  },
  overOrders: {
    make: (count: number) => manyOrders(count, { payment_time: `'${iso(-8 * 24 * 60)}'` }),
    open: "select id from oms_order where status = 'PAID'",
  },
} as const;

async function strayPayments(count: number): Promise<void> {
  await manyOrders(count);
  await query(`insert into oms_payment_records (order_id, order_sn, out_trade_no, trade_no, kind, payment_amount_fen,
      payment_time, app_id, source)
    select o.id, o.order_sn, o.order_sn, 'T' || o.order_sn, 'UNWANTED', 990, '${iso(-60)}', '9021000000000001', 'NOTIFY' ${COPIES}`);
}

async function periods(count: number, endMinutes: number): Promise<void> {
  await manyOrders(count);
  await query(`insert into ums_subscription_plans (code, name, level, price_monthly_fen, price_yearly_fen)
      values ('plan', '套餐', 1, 2900, 29900);
    insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle,
        start_date, end_date)
      select o.member_id, o.id, plan.id, 'plan-' || o.id, '套餐', 1, 'MONTHLY', '${iso(-24 * 60)}', '${iso(endMinutes)}'
      from oms_order o, ums_subscription_plans plan where o.order_sn ~ '_[0-9]+$'`);
}
