-- A consumption is given back, whole or in part, to the lots that paid (docs/rules.md R85).
alter type ledger_entry_type add value 'REVERSE';

-- How much of it has been given back. The check bounds it, whoever gives.
alter table ums_credit_consumption add column reversed integer not null default 0;
alter table ums_credit_consumption add constraint ums_credit_consumption_reversed_range check (reversed between 0 and amount);

-- One row for each time.
create table ums_credit_reversal (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  consumption_id bigint not null references ums_credit_consumption (id),
  amount integer not null check (amount > 0),
  request_key text check (length(request_key) between 1 and 200),
  request_hash text,
  actor text not null,
  create_time timestamptz not null default now(),
  constraint ums_credit_reversal_key_has_hash check ((request_key is null) = (request_hash is null))
);
create unique index ums_credit_reversal_key_key on ums_credit_reversal (member_id, request_key);
create index ums_credit_reversal_consumption_idx on ums_credit_reversal (consumption_id);

alter table ums_credit_ledger add column reversal_id bigint references ums_credit_reversal (id);
create index ums_credit_ledger_reversal_idx on ums_credit_ledger (reversal_id) where reversal_id is not null;
-- What is no kind of taking gives. Written without the new value: it cannot be used in the migration that adds it.
alter table ums_credit_ledger drop constraint ums_credit_ledger_sign;
alter table ums_credit_ledger add constraint ums_credit_ledger_sign
  check ((entry_type in ('CONSUME', 'TAKE_BACK', 'EXPIRE')) = (delta < 0));

-- A bonus ends with the refund of its order. What is given back to it afterwards expires.
update ums_credit_lot l set expire_time = least(l.expire_time, o.update_time)
  from oms_order o where o.id = l.order_id and l.kind = 'BONUS' and o.status = 'REFUNDED';
