-- One purchase that the product's back end opens for its customer (docs/rules.md R151 to R155). What it may be reached by
-- is stored as hashes: of the address's token, and of the cookie of the one browser that it belongs to (decision 64).
create table oms_checkout_session (
  id text primary key check (id ~ '^cs_[0-9A-Za-z_-]{22}$'),
  member_id bigint not null references ums_member (id),
  service_key_id bigint not null references sys_service_key (id),
  request_key text,
  request_hash text,
  token_hash text not null,
  browser_hash text,
  open_time timestamptz(6),
  product_id bigint references pms_credit_product (id),
  plan_id bigint references ums_subscription_plans (id),
  billing_cycle text check (billing_cycle ~ '^(MONTHLY|YEARLY|[1-9][0-9]{0,2}-(DAY|WEEK|MONTH|YEAR))$'),
  success_url text not null,
  cancel_url text,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  order_count integer not null default 0 check (order_count >= 0),
  cancel_time timestamptz(6),
  create_time timestamptz(6) not null default now(),
  expire_time timestamptz(6) not null,
  constraint oms_checkout_session_token_key unique (token_hash),
  constraint oms_checkout_session_request_key unique (service_key_id, request_key),
  constraint oms_checkout_session_one_item check (
    (product_id is not null and plan_id is null and billing_cycle is null)
    or (plan_id is not null and billing_cycle is not null and product_id is null)),
  constraint oms_checkout_session_request_whole check ((request_key is null) = (request_hash is null)),
  constraint oms_checkout_session_opened_whole check ((browser_hash is null) = (open_time is null)),
  -- Nothing is ordered before a browser has it.
  constraint oms_checkout_session_opened_first check (order_count = 0 or browser_hash is not null),
  constraint oms_checkout_session_life check (expire_time > create_time)
);
create index oms_checkout_session_member_idx on oms_checkout_session (member_id);

-- The orders that a session has made, one after the other: no two of a session have the same number.
create table oms_checkout_order (
  order_id bigint primary key references oms_order (id),
  session_id text not null references oms_checkout_session (id),
  number integer not null check (number > 0),
  constraint oms_checkout_order_number_key unique (session_id, number)
);
