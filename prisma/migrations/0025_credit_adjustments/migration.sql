-- Credits that people of the shop give or take (docs/rules.md R105). A lot says where it comes from; CODE and PLAN are kept
-- free for what is not built yet. The release before goes on writing lots of orders: the default is theirs.
create type credit_origin as enum ('ORDER', 'GIFT', 'COMPENSATION', 'CORRECTION', 'CODE', 'PLAN');
create type adjustment_status as enum ('PENDING', 'DONE', 'REJECTED');

-- One row for each act of a person. What is above what one person may do alone waits, PENDING, for a second one.
create table ums_credit_adjustment (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  origin credit_origin not null check (origin in ('GIFT', 'COMPENSATION', 'CORRECTION')),
  amount integer not null check (amount <> 0),
  valid_days integer check (valid_days > 0),
  reason text not null check (length(reason) between 1 and 200),
  status adjustment_status not null,
  requested_by bigint not null references ums_member (id),
  request_seq integer not null check (request_seq > 0),
  request_key text check (length(request_key) between 1 and 200),
  request_hash text,
  decided_by bigint references ums_member (id),
  decision_reason text check (length(decision_reason) between 1 and 200),
  create_time timestamptz not null default now(),
  finish_time timestamptz,
  constraint ums_credit_adjustment_taking check (amount > 0 or (origin = 'CORRECTION' and valid_days is null)),
  constraint ums_credit_adjustment_finished check ((status = 'PENDING') = (finish_time is null)),
  constraint ums_credit_adjustment_decided check ((decided_by is null) = (decision_reason is null) and (status <> 'PENDING' or decided_by is null)),
  -- Whoever asks does not grant it, and nobody grants it to themselves.
  constraint ums_credit_adjustment_two_people check (status <> 'DONE' or (decided_by is distinct from requested_by
    and decided_by is distinct from member_id and (decided_by is not null or requested_by <> member_id))),
  constraint ums_credit_adjustment_key_has_hash check ((request_key is null) = (request_hash is null))
);
-- A double click gives once.
create unique index ums_credit_adjustment_key_key on ums_credit_adjustment (requested_by, request_key);
-- The acts of one person are numbered, so that of two at once the second counts the first against what one may do alone.
create unique index ums_credit_adjustment_seq_key on ums_credit_adjustment (requested_by, request_seq);
create index ums_credit_adjustment_day_idx on ums_credit_adjustment (requested_by, create_time);
create index ums_credit_adjustment_member_idx on ums_credit_adjustment (member_id, id desc);
create index ums_credit_adjustment_pending_idx on ums_credit_adjustment (id) where status = 'PENDING';

alter table ums_credit_lot alter column order_id drop not null;
alter table ums_credit_lot add column origin credit_origin not null default 'ORDER';
alter table ums_credit_lot add column adjustment_id bigint references ums_credit_adjustment (id);
alter table ums_credit_lot add constraint ums_credit_lot_origin check (case
  when origin = 'ORDER' then order_id is not null and adjustment_id is null
  when origin in ('GIFT', 'COMPENSATION', 'CORRECTION') then order_id is null and adjustment_id is not null and kind = 'BONUS'
  else adjustment_id is null end);
create unique index ums_credit_lot_adjustment_key on ums_credit_lot (adjustment_id);

alter table ums_credit_ledger alter column order_id drop not null;
alter table ums_credit_ledger add column adjustment_id bigint references ums_credit_adjustment (id);
create index ums_credit_ledger_adjustment_idx on ums_credit_ledger (adjustment_id) where adjustment_id is not null;
