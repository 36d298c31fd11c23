-- Where an order was placed: mall's oms_order.source_type, the only one of its columns whose fact stood nowhere. With a
-- default, because an application of before this migration goes on making orders until it is replaced.
create type source_type as enum ('PC', 'PHONE');
alter table oms_order add column source_type source_type not null default 'PC';
-- Until now a phone was exactly what was given the phone's cashier first.
update oms_order o set source_type = 'PHONE'
  from oms_payment_attempts a
  where a.order_id = o.id and a.cashier_kind = 'WAP'
    and not exists (select from oms_payment_attempts earlier where earlier.order_id = o.id and earlier.id < a.id);

-- ── what the operator's first page sums by time (findToday in lib/books/store.ts) ─────────────────────────────────────
-- Each was a pass over its whole table: 160 ms together at 200,000 orders, every minute that the page is open.

-- Orders made today. A BRIN index was tried: rows of today fill the holes that closing and completing leave in the pages
-- of last week, so that after two months it read 45,000 of 160,000 rows to find 2,700. In ascending order the B-tree costs
-- an insert nothing that could be measured.
create index oms_order_create_time_idx on oms_order (create_time);
-- Paid today: count and sum. Payments are added at the end and stay where they are, so a BRIN index of a few pages is exact
-- and costs the settlement nothing.
create index oms_payment_records_time_idx on oms_payment_records using brin (payment_time) with (pages_per_range = 16);
-- Refunded today: count and sum. Only refunds that succeeded are in it.
create index oms_refund_records_done_idx on oms_refund_records (finish_time) where status = 'SUCCESS';
-- Paid for and not given: the count of all of them. An order that goes the usual way never is in it.
create index oms_order_owed_idx on oms_order (id)
  where delivery_status <> 'DELIVERED' and status <> 'REFUNDED' and payment_time is not null;

-- ── the tables as the mall design has them: docs/mall.md ──────────────────────────────────────────────────────────────
-- Names of columns, amounts in yuan, codes as numbers. Nothing is stored twice. Each joins from the left on a unique key, or
-- asks in the column itself: what a report does not name is then not read. A migration that changes the type of a column or
-- makes an enum anew drops the views that show it and creates them again.

-- One number per state, the same as on the wire. A state without one would be null, which lib/books/mall-views.test.ts
-- refuses.
create function mall_code(state order_status) returns integer language sql immutable parallel safe return
  case state when 'PENDING' then 0 when 'PAID' then 1 when 'REFUNDED' then 3 when 'CANCELLED' then 4 when 'COMPLETED' then 5 when 'REFUNDING' then 6 end;
create function mall_code(state delivery_status) returns integer language sql immutable parallel safe return
  case state when 'PENDING' then 0 when 'DELIVERED' then 1 when 'FAILED' then 2 end;
create function mall_code(kind product_type) returns integer language sql immutable parallel safe return
  case kind when 'CREDITS' then 2 when 'SUBSCRIPTION' then 3 end;
create function mall_code(source source_type) returns integer language sql immutable parallel safe return
  case source when 'PC' then 0 when 'PHONE' then 1 end;
create function mall_code(state payment_status) returns integer language sql immutable parallel safe return
  case state when 'SUCCESS' then 1 when 'RETURNED' then 3 end;
create function mall_code(state sale_status) returns integer language sql immutable parallel safe return
  case state when 'OFF_SALE' then 0 when 'ON_SALE' then 1 end;
create function mall_code(state segment_status) returns integer language sql immutable parallel safe return
  case state when 'ACTIVE' then 1 when 'EXPIRED' then 2 when 'REFUNDED' then 3 when 'FROZEN' then 6 end;
create function mall_pay_type(payment_method text) returns integer language sql immutable parallel safe return
  case coalesce(payment_method, '') when '' then 0 when 'alipay' then 1 end;

create view mall_oms_order as
select o.id, o.member_id, m.email as member_username, o.order_sn,
  -- 0: a normal order. mall's other type is a flash sale, and there is none here.
  0 as order_type,
  mall_code(o.source_type) as source_type,
  mall_code(o.product_type) as product_type,
  mall_code(o.status) as status,
  mall_code(o.delivery_status) as delivery_status,
  mall_pay_type((select p.payment_method from oms_payment_records p where p.order_id = o.id and p.kind = 'EFFECTIVE')) as pay_type,
  -- All that is sold is given by the system itself.
  1 as auto_delivery,
  (o.total_amount_fen / 100.0)::numeric(10, 2) as total_amount,
  (o.pay_amount_fen / 100.0)::numeric(10, 2) as pay_amount,
  (o.refunded_amount_fen / 100.0)::numeric(10, 2) as refunded_amount,
  o.create_time, o.expire_time, o.payment_time,
  d.delivered_time as delivery_time,
  -- Nobody confirms that a pack of credits arrived: an order is over when its refund window is.
  case when o.complete_time is null then 0 else 1 end as confirm_status,
  o.complete_time as receive_time,
  o.close_reason,
  o.update_time as modify_time
from oms_order o
left join ums_member m on m.id = o.member_id
left join oms_delivery_records d on d.order_id = o.id;

create view mall_oms_order_item as
select i.id, i.order_id, o.order_sn, i.product_id, i.plan_id,
  mall_code(o.product_type) as product_type,
  -- Packs and plans have no picture.
  null::text as product_pic,
  i.product_name,
  (i.price_fen / 100.0)::numeric(10, 2) as product_price,
  -- One order is one pack or one period, and has one item.
  1 as product_quantity,
  (o.pay_amount_fen / 100.0)::numeric(10, 2) as real_amount,
  i.credit_amount, i.bonus_credits, i.valid_days, i.plan_code, i.plan_level,
  lower(i.billing_cycle::text) as billing_cycle
from oms_order_item i
left join oms_order o on o.id = i.order_id;

create view mall_oms_payment_records as
select p.id, p.order_id, p.order_sn, o.member_id, p.out_trade_no, p.trade_no, p.payment_method,
  (p.payment_amount_fen / 100.0)::numeric(10, 2) as payment_amount,
  mall_code(p.payment_status) as payment_status,
  p.payment_time,
  -- The first notice that said so. Null: none came, and the payment was found by asking or on the bill.
  (select min(e.create_time) from oms_payment_evidence e
    where e.trade_no = p.trade_no and e.source = 'NOTIFY' and e.verdict not in ('unpaid', 'refund')) as callback_time,
  p.create_time
from oms_payment_records p
left join oms_order o on o.id = p.order_id;

create view mall_oms_delivery_records as
select d.id, d.order_id, o.order_sn, o.member_id,
  mall_code(o.product_type) as product_type,
  -- 1: by the system. 2: an admin had it tried again, after the system had given up; the first try is never a person's.
  case when o.delivery_status <> 'DELIVERED' then null
    when d.retry_count = 0 then 1
    else coalesce((select 2 from oms_order_event e
      where e.order_id = d.order_id and e.type = 'DELIVERED' and e.actor like 'admin:%' limit 1), 1) end as delivery_type,
  mall_code(o.delivery_status) as delivery_status,
  -- What was given: the lots as granted, the period as it stands in its line now.
  case o.product_type
    when 'CREDITS' then (select jsonb_build_object(
        'creditAmount', sum(l.granted) filter (where l.kind = 'PAID'),
        'bonusCredits', coalesce(sum(l.granted) filter (where l.kind = 'BONUS'), 0),
        'expireTime', max(l.expire_time))
      from ums_credit_lot l where l.order_id = d.order_id having count(*) > 0)
    when 'SUBSCRIPTION' then (select jsonb_build_object(
        'planCode', s.plan_code, 'planName', s.plan_name, 'billingCycle', lower(s.billing_cycle::text),
        'startDate', s.start_date, 'endDate', s.end_date)
      from ums_member_subscriptions s where s.order_id = d.order_id)
  end as delivery_data,
  d.delivered_time as delivery_time,
  d.retry_count, d.error_message, d.next_retry_at, d.create_time
from oms_delivery_records d
left join oms_order o on o.id = d.order_id;

create view mall_pms_credit_product as
select id, name, credit_amount, bonus_credits,
  (price_fen / 100.0)::numeric(10, 2) as price,
  valid_days,
  mall_code(status) as status,
  sort, create_time, update_time
from pms_credit_product;

create view mall_ums_subscription_plans as
select id, code, name, level,
  (price_monthly_fen / 100.0)::numeric(10, 2) as price_monthly,
  (price_yearly_fen / 100.0)::numeric(10, 2) as price_yearly,
  features,
  mall_code(status) as status,
  sort, create_time, update_time
from ums_subscription_plans;

create view mall_ums_member_subscriptions as
select s.id, s.member_id, s.order_id, o.order_sn, s.plan_id, s.plan_code, s.plan_name, s.plan_level,
  lower(s.billing_cycle::text) as billing_cycle,
  s.start_date, s.end_date,
  mall_code(s.status) as status,
  s.create_time
from ums_member_subscriptions s
left join oms_order o on o.id = s.order_id;
