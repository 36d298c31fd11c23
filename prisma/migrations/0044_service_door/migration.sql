-- The product's own back end (docs/rules.md R135 to R138).

-- A member who came through the product has neither an address of ours nor a password (decision 58). Whoever has no
-- password signs in nowhere and holds no role at the desk.
alter table ums_member alter column email drop not null;
alter table ums_member alter column password_hash drop not null;
alter table ums_member add constraint ums_member_password_check check (password_hash is null or email is not null);
alter table ums_member add constraint ums_member_role_check check (role = 'MEMBER' or password_hash is not null);

-- A member by the product's own id of its user. Address and name are what the product says of them, and prove nothing.
create table ums_customer (
  external_id text primary key check (external_id ~ '^[A-Za-z0-9._:@-]{1,128}$'),
  member_id bigint not null references ums_member (id),
  email text check (email = lower(email) and length(email) between 3 and 254),
  name text check (length(name) between 1 and 50),
  create_time timestamptz not null default now()
);
create unique index ums_customer_member_key on ums_customer (member_id);
-- Whom an operator looks for, by how their id begins.
create index ums_customer_prefix_idx on ums_customer (lower(external_id) text_pattern_ops);

-- What a key may do, how long, when it was last used, and by which beginning people tell it from another. A key of before
-- may do what it could: spend. So may one that an old release makes while the new one is brought up.
alter table sys_service_key
  add column scopes text[] not null default '{credits}',
  add column prefix text check (prefix ~ '^zfk_[0-9A-Za-z_-]{6}$'),
  add column expire_time timestamptz,
  add column last_used_time timestamptz,
  add column replaces_id bigint references sys_service_key (id);
alter table sys_service_key add constraint sys_service_key_scopes_check check (
  cardinality(scopes) between 1 and 7
  and scopes <@ array['read', 'customers', 'checkout', 'credits', 'grants', 'refunds', 'webhooks']
  and array_position(scopes, null) is null
);
-- A key is replaced once: of two rotations at the same time, one stands.
create unique index sys_service_key_replaces_key on sys_service_key (replaces_id);
