-- One row for each grant of the product's own back end, once per member and its own number (docs/rules.md R139).
create table ums_credit_grant (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  biz_id text not null check (length(biz_id) between 1 and 128),
  amount integer not null check (amount > 0),
  reason text not null check (length(reason) between 1 and 200),
  expire_time timestamptz,
  actor text not null,
  create_time timestamptz not null default now()
);
create unique index ums_credit_grant_biz_key on ums_credit_grant (member_id, biz_id);
create trigger ums_credit_grant_append_only before update or delete on ums_credit_grant for each row execute function refuse_change();

-- The lot of a grant: bonus, so that no refund pays for it, and spent first.
alter table ums_credit_lot add column grant_id bigint references ums_credit_grant (id);
create unique index ums_credit_lot_grant_key on ums_credit_lot (grant_id);
alter table ums_credit_lot drop constraint ums_credit_lot_origin;
alter table ums_credit_lot add constraint ums_credit_lot_origin check (case
  when origin = 'ORDER' then order_id is not null and adjustment_id is null and grant_id is null
  when origin in ('GIFT', 'COMPENSATION', 'CORRECTION') then order_id is null and adjustment_id is not null and kind = 'BONUS' and grant_id is null
  when origin = 'SERVICE' then order_id is null and adjustment_id is null and grant_id is not null and kind = 'BONUS'
  else adjustment_id is null and grant_id is null end);

-- What a key has asked under an Idempotency-Key: the same key with another request is refused (docs/rules.md R141). What was
-- answered is not kept: each address answers a repeat by its own number.
create table sys_service_request (
  id bigint generated always as identity primary key,
  service_key_id bigint not null references sys_service_key (id),
  request_key text not null check (length(request_key) between 1 and 200),
  request_hash text not null,
  create_time timestamptz not null default now()
);
create unique index sys_service_request_key_key on sys_service_request (service_key_id, request_key);
create index sys_service_request_time_idx on sys_service_request (create_time);
