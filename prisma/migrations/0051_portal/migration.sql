-- A link by which the product's back end sends its customer to their orders and credits, once and for five minutes
-- (docs/rules.md R156). Its token is stored as a hash.
create table ums_portal_link (
  id text primary key check (id ~ '^pl_[0-9A-Za-z_-]{22}$'),
  member_id bigint not null references ums_member (id),
  service_key_id bigint not null references sys_service_key (id),
  request_key text,
  request_hash text,
  token_hash text not null,
  return_url text,
  use_time timestamptz(6),
  create_time timestamptz(6) not null default now(),
  expire_time timestamptz(6) not null,
  constraint ums_portal_link_token_key unique (token_hash),
  constraint ums_portal_link_request_key unique (service_key_id, request_key),
  constraint ums_portal_link_request_whole check ((request_key is null) = (request_hash is null)),
  constraint ums_portal_link_life check (expire_time > create_time)
);
create index ums_portal_link_expire_idx on ums_portal_link (expire_time);

-- A session that such a link has begun opens less than one that somebody signed in to (decision 66).
alter table ums_member_session
  add column kind text not null default 'SIGN_IN' check (kind in ('SIGN_IN', 'PORTAL')),
  add column return_url text,
  add constraint ums_member_session_return check (return_url is null or kind = 'PORTAL');
