-- Events out (docs/rules.md R143): what the product's back end is told of. The database writes each in the commit that makes
-- it true, so no verb can forget one, nor a process of the release before (decision 61).
create table sys_event (
  id bigint generated always as identity primary key,
  -- Made of the type and the fact, so that a fact is told once and an event without its fact is found.
  event_no text not null,
  type text not null check (length(type) between 3 and 40),
  -- No foreign key: it would look at the member's row for every credit that is spent.
  member_id bigint not null,
  -- null: a member that the product did not bring.
  customer_id text,
  data jsonb not null,
  create_time timestamptz not null,
  -- Its place in the order in which events are read and sent. Events become visible in another order than their ids, so this is
  -- given later, one at a time (sequence_events).
  position bigint
);
create unique index sys_event_no_key on sys_event (event_no);
create unique index sys_event_position_key on sys_event (position) where position is not null;
create index sys_event_type_idx on sys_event (type, position) where position is not null;
create index sys_event_new_idx on sys_event (id) where position is null;
create index sys_event_time_idx on sys_event (create_time);
create sequence sys_event_position_seq;

-- Below how many credits a customer has few. No row: 100.
create table sys_event_settings (
  id boolean primary key default true check (id),
  low_credits integer not null check (low_credits between 1 and 100000000)
);

-- From which row on every fact of a table has its events: of what was there before, nobody was told.
create table sys_event_start (
  source text primary key,
  last_id bigint not null
);

create function event_no(type text, fact bigint) returns text language sql immutable as
  $$ select 'evt_' || md5($1 || ':' || $2) $$;

-- As every instant of an event is written.
create function event_time(timestamptz) returns text language sql stable as
  $$ select to_char($1 at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+08:00"') $$;

-- In plpgsql as all that the triggers call, because its plans are kept; a function in SQL is planned for every call.
create function write_event(type text, fact bigint, member_id bigint, at timestamptz, told jsonb) returns void language plpgsql as $$
declare
  customer text := (select external_id from ums_customer c where c.member_id = $3);
begin
  insert into sys_event (event_no, type, member_id, customer_id, data, create_time)
  values (event_no($1, $2), $1, $3, customer, jsonb_build_object('customerId', customer) || $5, $4)
  on conflict (event_no) do nothing;
end $$;

-- What every event of an order says of it.
create function event_of_order(o oms_order) returns jsonb language plpgsql stable as $$
declare
  item oms_order_item;
begin
  select * into item from oms_order_item i where i.order_id = o.id;
  return jsonb_build_object('orderSn', o.order_sn, 'productType', lower(o.product_type::text), 'productId', item.product_id,
    'planCode', item.plan_code, 'billingCycle', lower(coalesce(item.term, item.billing_cycle::text)), 'productName', item.product_name,
    'amountFen', o.pay_amount_fen);
end $$;

create function event_order() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform write_event('order.created', new.id, new.member_id, new.create_time,
      event_of_order(new) || jsonb_build_object('expireTime', event_time(new.expire_time)));
  elsif new.status = 'PAID' and old.status in ('PENDING', 'CANCELLED') then
    perform write_event('order.paid', new.id, new.member_id, new.update_time,
      event_of_order(new) || jsonb_build_object('paymentMethod', new.payment_method, 'paymentTime', event_time(new.payment_time)));
  elsif new.status = 'CANCELLED' then
    perform write_event('order.closed', new.id, new.member_id, new.update_time,
      event_of_order(new) || jsonb_build_object('reason', lower(new.close_reason)));
  elsif new.status = 'COMPLETED' then
    perform write_event('order.completed', new.id, new.member_id, new.update_time, event_of_order(new));
  end if;
  return null;
end $$;
create trigger oms_order_event_made after insert on oms_order for each row execute function event_order();
create trigger oms_order_event_moved after update of status on oms_order
  for each row when (new.status <> old.status) execute function event_order();

-- Goods that went out, and goods that were given up until a person looks at them.
create function event_delivery() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.delivery_status = old.delivery_status then return null; end if;
  perform write_event(case new.delivery_status when 'DELIVERED' then 'order.delivered' else 'order.delivery_failed' end, o.id, o.member_id,
      coalesce(new.delivered_time, o.update_time), event_of_order(o))
    from oms_order o where o.id = new.order_id;
  return null;
end $$;
create trigger oms_delivery_records_event after insert or update of delivery_status on oms_delivery_records
  for each row when (new.delivery_status in ('DELIVERED', 'FAILED')) execute function event_delivery();

-- One row is one refund: it is asked for, and it ends once.
create function event_refund() returns trigger language plpgsql as $$
declare
  told jsonb := jsonb_build_object('orderSn', new.order_sn, 'refundNo', new.out_request_no, 'kind', lower(new.kind::text),
    'amountFen', new.refund_amount_fen);
begin
  if tg_op = 'INSERT' then
    perform write_event('refund.requested', new.id, new.member_id, new.create_time,
      told || jsonb_build_object('reason', new.reason, 'isReviewed', new.status = 'REVIEWING'));
  elsif new.status = old.status then
    return null;
  end if;
  if new.status = 'SUCCESS' then
    perform write_event('refund.succeeded', new.id, new.member_id, coalesce(new.finish_time, new.create_time), told);
  elsif new.status in ('REJECTED', 'REFUSED') then
    perform write_event('refund.' || lower(new.status::text), new.id, new.member_id, coalesce(new.finish_time, new.create_time),
      told || jsonb_build_object('reason', new.refusal));
  end if;
  return null;
end $$;
create trigger oms_refund_records_event after insert or update of status on oms_refund_records
  for each row execute function event_refund();

-- One event for one movement, however many lots it touches. A spending that takes what is left below the threshold, or all of it,
-- says so, too: counted without what jobs have reserved, so that each threshold is crossed once.
create function event_credits() returns trigger language plpgsql as $$
declare
  moved record;
  total bigint;
  available bigint;
  unspent bigint;
  told jsonb;
  few integer;
begin
  for moved in
    select e.entry_type, e.member_id, e.consumption_id, e.reversal_id, e.of_order as order_id, e.adjustment_id, max(e.create_time) as at,
      min(e.lot_id) as lot_id, min(e.id) as id, sum(abs(e.delta))::int as credits, min(e.reason) as reason
    from (select one.*, case when one.entry_type = 'GRANT' then one.order_id end as of_order,
        case when one.entry_type = 'EXPIRE' or (one.entry_type = 'GRANT' and one.order_id is null) then one.id end as alone
      from entries one where one.entry_type <> 'TAKE_BACK') e
    group by e.entry_type, e.member_id, e.consumption_id, e.reversal_id, e.of_order, e.adjustment_id, e.alone
    order by min(e.id)
  loop
    -- The lots are locked by the transaction that moves them, so this is what its movement has left.
    total := (select b.total from ums_credit_balance b where b.member_id = moved.member_id);
    select coalesce(sum(l.remaining - l.frozen - l.reserved), 0), coalesce(sum(l.remaining - l.frozen), 0) into available, unspent
      from ums_credit_lot l where l.member_id = moved.member_id and l.remaining > 0 and (l.expire_time is null or l.expire_time > moved.at);
    told := jsonb_build_object('credits', moved.credits, 'available', available, 'total', total);
    if moved.entry_type = 'CONSUME' then
      perform write_event('credits.consumed', moved.consumption_id, moved.member_id, moved.at,
        told || jsonb_build_object('bizId', c.biz_id, 'reason', c.reason))
        from ums_credit_consumption c where c.id = moved.consumption_id;
      few := coalesce((select low_credits from sys_event_settings), 100);
      if unspent < few and unspent + moved.credits >= few then
        perform write_event('credits.low', moved.consumption_id, moved.member_id, moved.at,
          told - 'credits' || jsonb_build_object('threshold', few));
      end if;
      if unspent = 0 then
        perform write_event('credits.exhausted', moved.consumption_id, moved.member_id, moved.at, told - 'credits');
      end if;
    elsif moved.entry_type = 'REVERSE' then
      perform write_event('credits.reversed', moved.reversal_id, moved.member_id, moved.at, told || jsonb_build_object('bizId', c.biz_id))
        from ums_credit_consumption c where c.id = moved.consumption_id;
    elsif moved.entry_type = 'EXPIRE' then
      perform write_event('credits.expired', moved.id, moved.member_id, moved.at,
        told || jsonb_build_object('orderSn', o.order_sn, 'expireTime', event_time(l.expire_time)))
        from ums_credit_lot l left join oms_order o on o.id = l.order_id where l.id = moved.lot_id;
    else
      perform write_event('credits.granted', moved.lot_id, moved.member_id, moved.at,
        told || jsonb_build_object('source', lower(l.origin::text), 'orderSn', o.order_sn, 'bizId', g.biz_id, 'reason', moved.reason,
          'expireTime', event_time(l.expire_time)))
        from ums_credit_lot l left join oms_order o on o.id = l.order_id left join ums_credit_grant g on g.id = l.grant_id
        where l.id = moved.lot_id;
    end if;
  end loop;
  return null;
end $$;
create trigger ums_credit_ledger_event after insert on ums_credit_ledger
  referencing new table as entries for each statement execute function event_credits();

-- What every event of a period says. `planEndDate`: the end of what stands of its plan now; null: nothing.
create function event_of_period(period ums_member_subscriptions) returns jsonb language plpgsql stable as $$
begin
  return jsonb_build_object('orderSn', (select o.order_sn from oms_order o where o.id = period.order_id),
    'planCode', period.plan_code, 'planName', period.plan_name, 'level', period.plan_level,
    'billingCycle', lower(coalesce(period.term, period.billing_cycle::text)),
    'startDate', event_time(period.start_date), 'endDate', event_time(period.end_date),
    'planEndDate', event_time((select max(s.end_date) from ums_member_subscriptions s
      where s.member_id = period.member_id and s.plan_code = period.plan_code and s.status in ('ACTIVE', 'FROZEN'))));
end $$;

create function event_period() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform write_event(case when new.start_date > new.create_time then 'subscription.extended' else 'subscription.started' end,
      new.id, new.member_id, new.create_time, event_of_period(new));
  elsif new.status = 'REFUNDED' then
    perform write_event('subscription.revoked', new.id, new.member_id, coalesce((select max(r.finish_time) from oms_refund_records r
      where r.order_id = new.order_id and r.status = 'SUCCESS'), clock_timestamp()), event_of_period(new));
  elsif new.status = 'EXPIRED' then
    -- A plan ends with its last period.
    if not exists (select 1 from ums_member_subscriptions s where s.member_id = new.member_id and s.plan_code = new.plan_code
      and s.status <> 'REFUNDED' and s.end_date > new.end_date) then
      perform write_event('subscription.ended', new.id, new.member_id, new.end_date, event_of_period(new));
    end if;
  else
    perform write_event('subscription.ending', new.id, new.member_id, new.reminded_time, event_of_period(new));
  end if;
  return null;
end $$;
create trigger ums_member_subscriptions_event_made after insert on ums_member_subscriptions
  for each row execute function event_period();
create trigger ums_member_subscriptions_event_over after update of status on ums_member_subscriptions
  for each row when (new.status <> old.status and new.status in ('EXPIRED', 'REFUNDED')) execute function event_period();
create trigger ums_member_subscriptions_event_ending after update of reminded_time on ums_member_subscriptions
  for each row when (new.status = 'ACTIVE' and new.reminded_time is not null and old.reminded_time is null) execute function event_period();

create function event_customer() returns trigger language plpgsql as $$
begin
  perform write_event('customer.created', new.member_id, new.member_id, new.create_time, '{}');
  return null;
end $$;
create trigger ums_customer_event after insert on ums_customer for each row execute function event_customer();

-- Creating the triggers has locked their tables, so nothing moves between them and this.
insert into sys_event_start (source, last_id)
select 'oms_order', coalesce(max(id), 0) from oms_order
union all select 'oms_delivery_records', coalesce(max(id), 0) from oms_delivery_records
union all select 'oms_refund_records', coalesce(max(id), 0) from oms_refund_records
union all select 'ums_credit_ledger', coalesce(max(id), 0) from ums_credit_ledger
union all select 'ums_member_subscriptions', coalesce(max(id), 0) from ums_member_subscriptions
union all select 'ums_customer', coalesce(max(member_id), 0) from ums_customer;
