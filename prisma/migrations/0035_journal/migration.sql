-- The journal (docs/rules.md R121): every movement of money, paid credits and paid days as double entries, in the transaction of
-- the movement. The database writes it itself, so no verb can forget it, nor a process of the release before (decision 50).
create type journal_account as enum (
  'CHANNEL', 'OTHER_MONEY', 'REFUND_PENDING', 'UNDELIVERED', 'DEFERRED_CREDITS', 'DEFERRED_PLANS', 'REFUNDS_PAYABLE', 'STRAYS',
  'OPENING', 'REVENUE_CREDITS', 'REVENUE_PLANS', 'BREAKAGE', 'REFUND_DIFFERENCE', 'FEES', 'DIFFERENCES'
);
create type journal_kind as enum (
  'PAID', 'STRAY_PAID', 'DELIVERED', 'SPENT', 'REVERSED', 'EXPIRED', 'CORRECTED', 'TAKEN_BACK', 'DAYS_USED',
  'REFUND_ACCEPTED', 'REFUND_PAID', 'REFUND_DROPPED', 'REFUND_CLOSED', 'FEE', 'WRITTEN_OFF', 'OPENING'
);

create table oms_journal_entry (
  id bigserial primary key,
  -- Entries of one event share it.
  voucher_no text not null,
  kind journal_kind not null,
  debit journal_account not null,
  credit journal_account not null,
  amount_fen bigint not null check (amount_fen > 0),
  -- The instant to whose Beijing month it belongs.
  occurred_at timestamptz not null,
  -- No foreign key: it would lock the order's row for every credit that is spent.
  order_id bigint,
  trade_no text,
  create_time timestamptz not null default now(),
  constraint oms_journal_entry_two_accounts check (debit <> credit)
);
-- Nothing posts twice.
create unique index oms_journal_entry_once_key on oms_journal_entry (voucher_no, kind, debit, credit);
create index oms_journal_entry_time_idx on oms_journal_entry using brin (occurred_at) with (pages_per_range = 16);
-- What the triggers below ask of one order.
create index oms_journal_entry_order_idx on oms_journal_entry (order_id)
  where debit in ('REFUND_PENDING', 'DEFERRED_PLANS') or credit in ('REFUND_PENDING', 'DEFERRED_PLANS');
create trigger oms_journal_entry_append_only before update or delete on oms_journal_entry
  for each row execute function refuse_change();

-- Posts an amount; one below zero the other way round, and none not at all.
create function post_journal(voucher text, event journal_kind, debit journal_account, credit journal_account, fen bigint,
  order_id bigint, trade_no text, at timestamptz) returns void language sql as $$
  insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, order_id, trade_no, occurred_at)
  select $1, $2, case when $5 > 0 then $3 else $4 end, case when $5 > 0 then $4 else $3 end, abs($5), $6, $7, $8 where $5 <> 0
$$;

-- The worth of what is left of a lot, as a refund would quote it (docs/rules.md R37): the price times a part of the whole, rounded down.
create function lot_worth(price bigint, remaining bigint, granted bigint) returns bigint language sql immutable as
  $$ select price * remaining / granted $$;

-- The worth of the days of a period that are left at an instant, as a refund would quote it (docs/rules.md R38).
create function days_worth(price bigint, start_date timestamptz, end_date timestamptz, at timestamptz) returns bigint
  language sql immutable as $$
  select case when $4 <= $2 then $1
    else $1 * greatest(0, floor(extract(epoch from $3 - $4) / 86400))::bigint
      / greatest(1, floor(extract(epoch from $3 - $2) / 86400))::bigint end
$$;

create function journal_payment() returns trigger language plpgsql as $$
begin
  if new.kind = 'EFFECTIVE' then
    perform post_journal('PAY-' || new.id, 'PAID', 'CHANNEL', 'UNDELIVERED', new.payment_amount_fen, new.order_id, new.trade_no, new.create_time);
  else
    perform post_journal('PAY-' || new.id, 'STRAY_PAID', 'CHANNEL', 'STRAYS', new.payment_amount_fen, new.order_id, new.trade_no, new.create_time);
  end if;
  return null;
end $$;
create trigger oms_payment_records_journal after insert on oms_payment_records
  for each row execute function journal_payment();

-- Every ledger entry of a paid lot posts by how much the worth of the lot changed. Its lot is locked by its own transaction, so the
-- lot's row is what it is after the entry.
create function journal_credits() returns trigger language plpgsql as $$
begin
  insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, order_id, occurred_at)
  select 'LED-' || moved.id,
    case moved.entry_type when 'GRANT' then 'DELIVERED'::journal_kind when 'CONSUME' then 'SPENT' when 'REVERSE' then 'REVERSED'
      when 'EXPIRE' then 'EXPIRED' else case when moved.refund_id is null then 'CORRECTED' else 'TAKEN_BACK' end::journal_kind end,
    case when moved.fen > 0 then moved.other else 'DEFERRED_CREDITS' end,
    case when moved.fen > 0 then 'DEFERRED_CREDITS' else moved.other end,
    abs(moved.fen), moved.order_id, moved.create_time
  from (
    select e.id, e.entry_type, e.refund_id, e.create_time, lot.order_id,
      case e.entry_type when 'GRANT' then 'UNDELIVERED'::journal_account when 'EXPIRE' then 'BREAKAGE'
        when 'TAKE_BACK' then case when e.refund_id is null then 'REVENUE_CREDITS' else 'REFUND_PENDING' end::journal_account
        else 'REVENUE_CREDITS' end as other,
      lot_worth(o.pay_amount_fen, e.after, lot.granted) - lot_worth(o.pay_amount_fen, e.after - e.delta, lot.granted) as fen
    from (
      select one.*, l.remaining - coalesce(sum(one.delta) over (partition by one.lot_id order by one.id
        rows between 1 following and unbounded following), 0) as after
      from entries one join ums_credit_lot l on l.id = one.lot_id) e
    join ums_credit_lot lot on lot.id = e.lot_id
    join oms_order o on o.id = lot.order_id
    where lot.kind = 'PAID') moved
  where moved.fen <> 0;
  return null;
end $$;
create trigger ums_credit_ledger_journal after insert on ums_credit_ledger
  referencing new table as entries for each statement execute function journal_credits();

-- What of the price of an order's period is not earned yet.
create function unearned_days(bigint) returns bigint language sql stable as $$
  select coalesce(sum(case when credit = 'DEFERRED_PLANS' then amount_fen else -amount_fen end), 0)::bigint
  from oms_journal_entry where order_id = $1 and (debit = 'DEFERRED_PLANS' or credit = 'DEFERRED_PLANS')
$$;

-- The days that a period has used by an instant are earned, as far as they were not yet.
create function earn_days(period ums_member_subscriptions, at timestamptz, voucher text, booked timestamptz) returns void
  language plpgsql as $$
begin
  insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, order_id, occurred_at)
  select voucher, 'DAYS_USED', 'DEFERRED_PLANS', 'REVENUE_PLANS', due.fen, period.order_id, booked
  from (select unearned_days(o.id) - days_worth(o.pay_amount_fen, period.start_date, period.end_date, at) as fen
    from oms_order o where o.id = period.order_id) due
  where due.fen > 0
  on conflict do nothing;
end $$;

-- The same at the end of every Beijing month that was over by `until`, each in its own month. The row is locked, so that whoever
-- else earns of this period comes before or after.
create function earn_months(period_id bigint, until timestamptz) returns void language plpgsql as $$
declare
  period ums_member_subscriptions;
  month_end timestamptz;
begin
  select * into period from ums_member_subscriptions where id = period_id and status in ('ACTIVE', 'EXPIRED') for no key update;
  if period.id is null then return; end if;
  for month_end in
    select m at time zone 'Asia/Shanghai' from generate_series(
      date_trunc('month', period.start_date at time zone 'Asia/Shanghai') + interval '1 month',
      least(until, period.end_date) at time zone 'Asia/Shanghai', interval '1 month') m
  loop
    perform earn_days(period, month_end,
      'SUB-' || period.id || '-' || to_char(month_end at time zone 'Asia/Shanghai' - interval '1 day', 'YYYY-MM'),
      month_end - interval '1 millisecond');
  end loop;
end $$;

create function journal_period() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform post_journal('SUB-' || new.id || '-START', 'DELIVERED', 'UNDELIVERED', 'DEFERRED_PLANS', o.pay_amount_fen, o.id, null, new.create_time)
      from oms_order o where o.id = new.order_id;
  else
    perform earn_months(new.id, new.end_date);
    perform earn_days(new, new.end_date, 'SUB-' || new.id || '-END', new.end_date - interval '1 millisecond');
  end if;
  return null;
end $$;
create trigger ums_member_subscriptions_journal after insert on ums_member_subscriptions
  for each row execute function journal_period();
create trigger ums_member_subscriptions_journal_end after update of status on ums_member_subscriptions
  for each row when (new.status = 'EXPIRED' and old.status <> 'EXPIRED') execute function journal_period();

-- An order that was refunded before its goods were given: they will not be.
create function has_no_goods(bigint) returns boolean language sql stable as $$
  select exists (select 1 from oms_order where id = $1 and status = 'REFUNDED')
    and not exists (select 1 from ums_credit_lot where order_id = $1 and kind = 'PAID')
    and not exists (select 1 from ums_member_subscriptions where order_id = $1)
$$;

-- A refund is owed from its approval to its end. What it takes of the goods is posted to REFUND_PENDING by the triggers above; at its
-- end the rest of that account is what the money and the goods differ by. Deferred, because it must come after those triggers.
create function journal_refund() returns trigger language plpgsql as $$
declare
  paid_for payment_kind;
  side journal_account;
  was_owed boolean := tg_op = 'UPDATE' and old.status in ('APPROVED', 'SENT');
  is_owed boolean := new.status in ('APPROVED', 'SENT');
  ends boolean := new.status in ('SUCCESS', 'REFUSED', 'REJECTED');
  voucher text := 'REF-' || new.id;
  at timestamptz := coalesce(new.finish_time, new.create_time);
begin
  if tg_op = 'UPDATE' and old.status = new.status then return null; end if;
  select kind into paid_for from oms_payment_records where id = new.payment_id;
  side := case when paid_for = 'EFFECTIVE' then 'REFUND_PENDING' else 'STRAYS' end;
  -- The days stand still from here on, and the refund was quoted at this instant.
  if tg_op = 'INSERT' and new.quote ? 'held' then
    perform earn_days(s, new.create_time, voucher || '-USED', new.create_time)
      from ums_member_subscriptions s where s.order_id = new.order_id and s.status = 'FROZEN';
  end if;
  if is_owed and not was_owed then
    perform post_journal(voucher || '-DUE', 'REFUND_ACCEPTED', side, 'REFUNDS_PAYABLE', new.refund_amount_fen, new.order_id, new.trade_no,
      coalesce((select max(create_time) from oms_refund_review where refund_id = new.id and verdict = 'APPROVE'), new.create_time));
  end if;
  if new.status = 'SUCCESS' then
    perform post_journal(voucher || '-END', 'REFUND_PAID', case when was_owed then 'REFUNDS_PAYABLE' else side end,
      case when new.by_hand then 'OTHER_MONEY' else 'CHANNEL' end::journal_account, new.refund_amount_fen, new.order_id, new.trade_no, at);
  elsif ends and was_owed then
    perform post_journal(voucher || '-END', 'REFUND_DROPPED', 'REFUNDS_PAYABLE', side, new.refund_amount_fen, new.order_id, new.trade_no, at);
  end if;
  if ends and paid_for = 'EFFECTIVE' then
    perform post_journal(voucher || '-END', 'TAKEN_BACK', 'DEFERRED_PLANS', 'REFUND_PENDING', unearned_days(s.order_id), s.order_id, null, at)
      from ums_member_subscriptions s where s.order_id = new.order_id and s.status = 'REFUNDED';
    if has_no_goods(new.order_id) and not exists (select 1 from oms_journal_entry
      where order_id = new.order_id and debit = 'UNDELIVERED' and credit = 'REFUND_PENDING') then
      perform post_journal(voucher || '-END', 'TAKEN_BACK', 'UNDELIVERED', 'REFUND_PENDING', payment_amount_fen, order_id, null, at)
        from oms_payment_records where id = new.payment_id;
    end if;
    perform post_journal(voucher || '-END', 'REFUND_CLOSED', 'REFUND_DIFFERENCE', 'REFUND_PENDING', pending.fen - owed.fen, new.order_id, null, at)
      from (select coalesce(sum(case when debit = 'REFUND_PENDING' then amount_fen else -amount_fen end), 0)::bigint as fen
          from oms_journal_entry where order_id = new.order_id and (debit = 'REFUND_PENDING' or credit = 'REFUND_PENDING')) pending,
        (select coalesce(sum(refund_amount_fen), 0)::bigint as fen from oms_refund_records r
          where r.order_id = new.order_id and r.payment_id = new.payment_id and r.status in ('APPROVED', 'SENT')) owed;
  end if;
  return null;
end $$;
create constraint trigger oms_refund_records_journal after insert or update of status on oms_refund_records
  deferrable initially deferred for each row execute function journal_refund();

-- Opening: what stands in the books at this moment, against one account. Creating the triggers has locked their tables, so nothing
-- moves between them and this.
insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, order_id, occurred_at)
select 'OPEN-' || order_id, 'OPENING', case when fen > 0 then account else 'OPENING' end, case when fen > 0 then 'OPENING' else account end,
  abs(fen), order_id, now()
from (
  select order_id, account, sum(fen)::bigint as fen from (
    select order_id, 'CHANNEL'::journal_account as account, payment_amount_fen::bigint as fen from oms_payment_records
    union all
    select order_id, case when kind = 'EFFECTIVE' then 'UNDELIVERED' else 'STRAYS' end::journal_account, -payment_amount_fen
      from oms_payment_records
    union all
    select order_id, 'UNDELIVERED', payment_amount_fen from oms_payment_records where kind = 'EFFECTIVE' and has_no_goods(order_id)
    union all
    select r.order_id, case when r.status <> 'SUCCESS' then 'REFUNDS_PAYABLE' when r.by_hand then 'OTHER_MONEY' else 'CHANNEL' end::journal_account,
      -r.refund_amount_fen from oms_refund_records r where r.status in ('APPROVED', 'SENT', 'SUCCESS')
    union all
    select r.order_id, case when p.kind = 'EFFECTIVE' then 'REFUND_PENDING' else 'STRAYS' end::journal_account, r.refund_amount_fen
      from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where r.status in ('APPROVED', 'SENT') or (r.status = 'SUCCESS' and p.kind <> 'EFFECTIVE')
    union all
    select l.order_id, goods.account, goods.fen from ums_credit_lot l join oms_order o on o.id = l.order_id
      cross join lateral (values ('UNDELIVERED'::journal_account, o.pay_amount_fen::bigint),
        ('DEFERRED_CREDITS', -lot_worth(o.pay_amount_fen, l.remaining, l.granted))) goods (account, fen)
      where l.kind = 'PAID'
    union all
    select s.order_id, goods.account, goods.fen from ums_member_subscriptions s join oms_order o on o.id = s.order_id
      left join oms_refund_records r on r.order_id = s.order_id and r.status in ('REVIEWING', 'APPROVED', 'SENT') and r.quote ? 'held'
      cross join lateral (values ('UNDELIVERED'::journal_account, o.pay_amount_fen::bigint), ('DEFERRED_PLANS',
        case when s.status in ('ACTIVE', 'FROZEN') then -days_worth(o.pay_amount_fen, s.start_date, s.end_date, coalesce(r.create_time, now())) else 0 end)
      ) goods (account, fen)
  ) movement group by order_id, account) balance
where fen <> 0;
