-- What differs between a bill and our books is a row with a state (docs/rules.md R117); the alert is what tells people of it.
create table oms_bill_difference (
  id bigint generated always as identity primary key,
  payment_method text not null default 'alipay',
  what text not null check (what in ('UNBOOKED', 'AMOUNT', 'TWICE', 'UNLISTED')),
  kind bill_line_kind not null,
  -- Also the cause of the alert about it.
  cause text not null,
  -- The day of the bill, or of our record where no bill has it.
  day date not null,
  -- The line of the bill; null: no bill has it, or the row was made of an alert of the release before.
  line_no integer check (line_no > 0),
  seller_id text not null default '',
  trade_no text not null,
  out_trade_no text not null,
  out_request_no text not null default '',
  order_sn text,
  bill_fen bigint,
  our_fen bigint,
  -- What the bill says more than our books: money that came in is positive, money that went back negative.
  amount_fen bigint not null,
  status text not null default 'OPEN' check (status in ('OPEN', 'BOOKED', 'REFUNDED', 'WRITTEN_OFF', 'FOREIGN', 'RESOLVED')),
  closed_time timestamptz,
  -- Null where it was resolved by itself.
  closed_by bigint references ums_member (id),
  reason text check (length(reason) between 1 and 200),
  create_time timestamptz not null default now(),
  constraint oms_bill_difference_closed_has_reason
    check (num_nulls(closed_time, reason) = case status when 'OPEN' then 2 else 0 end),
  constraint oms_bill_difference_closed_by_somebody check (case status
    when 'OPEN' then closed_by is null when 'RESOLVED' then true else closed_by is not null end)
);
-- One per line, and one per record of ours that no bill has.
create unique index oms_bill_difference_cause_key on oms_bill_difference (cause, (what = 'UNLISTED'));
create index oms_bill_difference_open_idx on oms_bill_difference (id) where status = 'OPEN';
create index oms_bill_difference_day_idx on oms_bill_difference (day, id);
create index oms_bill_difference_line_idx on oms_bill_difference (payment_method, day, line_no);

-- Alerts of the releases before: an open one is an open difference, and a closed one was put away by whoever closed it.
insert into oms_bill_difference (what, kind, cause, day, trade_no, out_trade_no, out_request_no, order_sn, bill_fen, our_fen,
    amount_fen, status, closed_time, closed_by, reason, create_time)
  select detail ->> 'what', (detail ->> 'kind')::bill_line_kind, cause,
    coalesce((detail ->> 'billDate')::date, (create_time at time zone 'Asia/Shanghai')::date),
    detail ->> 'tradeNo', detail ->> 'outTradeNo', coalesce(detail ->> 'outRequestNo', ''), order_sn,
    (detail ->> 'billFen')::bigint, (detail ->> 'ourFen')::bigint,
    case detail ->> 'kind' when 'TRADE' then 1 else -1 end * (coalesce((detail ->> 'billFen')::bigint, 0)
      - case when detail ->> 'what' in ('AMOUNT', 'UNLISTED') then coalesce((detail ->> 'ourFen')::bigint, 0) else 0 end),
    case when resolved_time is null then 'OPEN' when resolved_by is null then 'RESOLVED' else 'WRITTEN_OFF' end,
    resolved_time, resolved_by, case when resolved_time is not null then '升级之前，它的提醒已经关闭' end, create_time
  from sys_alert where kind = 'BILL_DIFFERENCE';
update oms_bill_difference d set line_no = l.line_no from oms_bill_line l
  where l.bill_date = d.day and l.payment_method = d.payment_method and l.trade_no = d.trade_no and l.kind = d.kind
    and l.out_request_no = d.out_request_no and d.what <> 'UNLISTED'
    and (d.what = 'TWICE') = exists (select 1 from oms_bill_line twin where twin.trade_no = l.trade_no and twin.kind = l.kind
      and twin.payment_method = l.payment_method and twin.out_request_no = l.out_request_no
      and (twin.bill_date, twin.line_no) < (l.bill_date, l.line_no));

-- By which lines of another application are told that have numbers like ours (docs/rules.md R120).
create table oms_foreign_rule (
  id bigint generated always as identity primary key,
  prefix text not null check (length(prefix) between 2 and 64),
  reason text not null check (length(reason) between 1 and 200),
  created_by bigint not null references ums_member (id),
  create_time timestamptz not null default now(),
  ended_by bigint references ums_member (id),
  ended_time timestamptz,
  constraint oms_foreign_rule_ended_by_somebody check ((ended_time is null) = (ended_by is null))
);
create unique index oms_foreign_rule_prefix_key on oms_foreign_rule (prefix) where ended_time is null;

-- A bill is the seller's. '': not known, because the line came in before this.
alter table oms_bill_line add column seller_id text not null default '';
-- Every line is found by each of its numbers (docs/rules.md R118).
create index oms_bill_line_order_idx on oms_bill_line (out_trade_no);
create index oms_bill_line_request_idx on oms_bill_line (out_request_no) where out_request_no <> '';

-- What the bill of one seller says of one day, foreign and odd lines included.
create table oms_bill_account (
  bill_date date not null,
  payment_method text not null default 'alipay',
  seller_id text not null,
  trade_count integer not null check (trade_count >= 0),
  trade_fen bigint not null check (trade_fen >= 0),
  refund_count integer not null check (refund_count >= 0),
  refund_fen bigint not null check (refund_fen >= 0),
  foreign_count integer not null check (foreign_count >= 0),
  -- What other applications took in, and what they sent back.
  foreign_trade_fen bigint not null check (foreign_trade_fen >= 0),
  foreign_refund_fen bigint not null check (foreign_refund_fen >= 0),
  set_aside jsonb not null default '[]' check (jsonb_typeof(set_aside) = 'array'),
  set_aside_fen bigint not null,
  -- What the seller received of trades and refunds, discounts of its own taken off, before fees.
  received_fen bigint not null,
  -- Negative: what the channel took. Null: the bill does not say.
  fee_fen bigint,
  primary key (bill_date, payment_method, seller_id),
  foreign key (bill_date, payment_method) references oms_bill_day (bill_date, payment_method)
);

-- Where all attempts ever went to one seller, every bill so far was that seller's.
alter table oms_bill_line disable trigger oms_bill_line_append_only;
update oms_bill_line l set seller_id = coalesce(
  (select p.seller_id from oms_payment_records p where p.trade_no = l.trade_no),
  (select case when count(distinct seller_id) = 1 then min(seller_id) end from oms_payment_attempts), '');
alter table oms_bill_line enable trigger oms_bill_line_append_only;
update oms_bill_difference d set seller_id = l.seller_id from oms_bill_line l
  where l.bill_date = d.day and l.payment_method = d.payment_method and l.line_no = d.line_no;
update oms_bill_difference d set seller_id = p.seller_id from oms_payment_records p
  where d.what = 'UNLISTED' and p.trade_no = d.trade_no and p.seller_id is not null;
insert into oms_bill_account
  select d.bill_date, d.payment_method,
    coalesce((select case when count(distinct seller_id) = 1 then min(seller_id) end from oms_payment_attempts), ''),
    d.trade_count, d.trade_fen, d.refund_count, d.refund_fen, d.foreign_count, greatest(d.foreign_fen, 0),
    greatest(-d.foreign_fen, 0), d.set_aside, aside.fen, d.trade_fen - d.refund_fen + d.foreign_fen, null
  from oms_bill_day d cross join lateral (
    select coalesce(sum((one ->> 'fen')::bigint), 0) as fen from jsonb_array_elements(d.set_aside) one) aside
  where d.import_time is not null;

-- A refund made outside that is only seen has no alert of the bill: it is an open difference until it is booked.
insert into oms_bill_difference (payment_method, what, kind, cause, day, line_no, seller_id, trade_no, out_trade_no, out_request_no,
    order_sn, bill_fen, our_fen, amount_fen)
  select l.payment_method, 'UNBOOKED', 'REFUND', 'REFUND:' || l.trade_no || ':' || l.out_request_no, l.bill_date, l.line_no, l.seller_id,
    l.trade_no, l.out_trade_no, l.out_request_no, r.order_sn, l.amount_fen, r.refund_amount_fen, -l.amount_fen
  from oms_bill_line l join oms_refund_records r on r.kind = 'OUTSIDE' and r.status = 'REVIEWING' and r.trade_no = l.trade_no
    and r.payment_method = l.payment_method and r.out_request_no in (l.out_request_no, 'late-' || l.out_request_no)
  where l.kind = 'REFUND' and l.out_request_no <> ''
  on conflict do nothing;
