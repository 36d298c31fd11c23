-- Plans are sold by any number of days, weeks, months and years, beside the month and the year that every plan sells
-- (docs/rules.md R132, decision 56). Those two keep their columns and their names.

-- [{"unit": "DAY", "count": 3, "priceFen": 990}]. The bounds are those of lib/core/terms.ts; no two terms of a plan last
-- equally long. A column of the plan and not a table: a version is a row as it was, and the triggers of migration 0023 keep it.
create function are_other_terms(terms jsonb) returns boolean language sql immutable parallel safe return
  case when jsonb_typeof(terms) <> 'array' or jsonb_array_length(terms) > 8 then false else (
    select coalesce(bool_and(coalesce(
        count between 1 and case unit when 'DAY' then 366 when 'WEEK' then 53 when 'MONTH' then 60 when 'YEAR' then 5 end
          and price_fen between 1 and 100000000, false)), true)
      and count(*) = count(distinct length) and coalesce(bool_and(length not in ('1 months', '12 months')), true)
    from (select (term ->> 'count')::int as count, term ->> 'unit' as unit, (term ->> 'priceFen')::int as price_fen
        from jsonb_array_elements(terms) term) sold
    cross join lateral (select case unit when 'DAY' then count || ' days' when 'WEEK' then count * 7 || ' days'
      when 'MONTH' then count || ' months' when 'YEAR' then count * 12 || ' months' end as length) counted) end;

alter table ums_subscription_plans add column other_terms jsonb not null default '[]' check (are_other_terms(other_terms));

-- What an order bought and what a period is: a month or a year in the column that was there, any other term as "3-DAY" here.
-- An application of before this migration goes on writing months and years.
alter table oms_order_item
  add column term text check (term ~ '^[1-9][0-9]{0,2}-(DAY|WEEK|MONTH|YEAR)$' and term not in ('1-MONTH', '1-YEAR')),
  drop constraint oms_order_item_one_product,
  add constraint oms_order_item_one_product check (
    (product_id is not null and credit_amount is not null and bonus_credits is not null and plan_id is null and billing_cycle is null and term is null)
    or (plan_id is not null and plan_code is not null and plan_level is not null and num_nonnulls(billing_cycle, term) = 1 and product_id is null and credit_amount is null));

alter table ums_member_subscriptions
  add column term text check (term ~ '^[1-9][0-9]{0,2}-(DAY|WEEK|MONTH|YEAR)$' and term not in ('1-MONTH', '1-YEAR')),
  alter column billing_cycle drop not null,
  add constraint ums_member_subscriptions_one_term check (num_nonnulls(billing_cycle, term) = 1);

-- The views of migration 0008 that name the term, with the other terms.
create or replace view mall_oms_order_item as
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
  lower(coalesce(i.term, i.billing_cycle::text)) as billing_cycle
from oms_order_item i
left join oms_order o on o.id = i.order_id;

create or replace view mall_oms_delivery_records as
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
        'planCode', s.plan_code, 'planName', s.plan_name, 'billingCycle', lower(coalesce(s.term, s.billing_cycle::text)),
        'startDate', s.start_date, 'endDate', s.end_date)
      from ums_member_subscriptions s where s.order_id = d.order_id)
  end as delivery_data,
  d.delivered_time as delivery_time,
  d.retry_count, d.error_message, d.next_retry_at, d.create_time
from oms_delivery_records d
left join oms_order o on o.id = d.order_id;

create or replace view mall_ums_member_subscriptions as
select s.id, s.member_id, s.order_id, o.order_sn, s.plan_id, s.plan_code, s.plan_name, s.plan_level,
  lower(coalesce(s.term, s.billing_cycle::text)) as billing_cycle,
  s.start_date, s.end_date,
  mall_code(s.status) as status,
  s.create_time
from ums_member_subscriptions s
left join oms_order o on o.id = s.order_id;
