-- The whole schema of zhangfang. Tables stand in the order of the rooms in lib/.
-- Money is integer fen, instants are timestamptz, and every rule that the database can hold, it holds.

-- An exclusion constraint over (member, plan, period) needs scalar operators in gist.
create extension if not exists btree_gist;

create type member_role as enum ('MEMBER', 'ADMIN');
create type member_status as enum ('ACTIVE', 'DISABLED');
create type mail_status as enum ('NONE', 'PENDING', 'SENT', 'FAILED');
create type sale_status as enum ('ON_SALE', 'OFF_SALE');
create type product_type as enum ('GOODS', 'CREDITS', 'SUBSCRIPTION');
create type billing_cycle as enum ('MONTHLY', 'YEARLY');
create type lot_kind as enum ('PAID', 'BONUS');
create type ledger_entry_type as enum ('GRANT', 'CONSUME', 'TAKE_BACK', 'EXPIRE');
create type reservation_status as enum ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED');
create type segment_status as enum ('ACTIVE', 'FROZEN', 'EXPIRED', 'REFUNDED');
create type order_status as enum ('PENDING', 'PAID', 'PAY_FAILED', 'REFUNDED', 'CANCELLED', 'COMPLETED', 'REFUNDING');
create type delivery_status as enum ('PENDING', 'DELIVERED', 'FAILED');
create type cashier_kind as enum ('PAGE', 'WAP');
create type attempt_status as enum ('OPEN', 'PAID', 'CLOSED');
create type payment_kind as enum ('EFFECTIVE', 'DUPLICATE', 'UNWANTED', 'MISMATCH');
create type payment_status as enum ('SUCCESS', 'RETURNED');
create type evidence_source as enum ('NOTIFY', 'QUERY', 'BILL');
create type refund_kind as enum ('ORDER', 'STRAY');
create type refund_status as enum ('REVIEWING', 'APPROVED', 'SENT', 'SUCCESS', 'REFUSED', 'REJECTED');
create type review_verdict as enum ('APPROVE', 'REJECT');
create type bill_status as enum ('WAITING', 'IMPORTED', 'RECONCILED');
create type bill_line_kind as enum ('TRADE', 'REFUND');

-- Undoes the whole statement when a part of a commit touched another number of rows than it must.
create function expect_rows(part text, wanted bigint, actual bigint) returns boolean language plpgsql as $$
begin
  if wanted = actual then return true; end if;
  raise exception using errcode = 'ZF001', message = part, detail = format('wanted %s rows, touched %s', wanted, actual);
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'ZF002', message = format('%s is append-only', tg_table_name);
end $$;

-- ── accounts ──────────────────────────────────────────────────────────────────────────────────

create table ums_member (
  id bigint generated always as identity primary key,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  password_hash text not null,
  name text not null check (length(name) between 1 and 50),
  role member_role not null default 'MEMBER',
  status member_status not null default 'ACTIVE',
  session_version integer not null default 1 check (session_version > 0),
  create_time timestamptz not null default now()
);
create unique index ums_member_email_key on ums_member (email);

create table sys_audit_log (
  id bigint generated always as identity primary key,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null default '{}',
  create_time timestamptz not null default now()
);
create index sys_audit_log_target_idx on sys_audit_log (target, id);
create trigger sys_audit_log_append_only before update or delete on sys_audit_log for each row execute function refuse_change();

-- What a person must look at: a mismatch, a delivery given up, a refused refund. One row per cause.
create table sys_alert (
  id bigint generated always as identity primary key,
  alert_key text not null,
  kind text not null,
  order_sn text,
  detail jsonb not null default '{}',
  resolved_time timestamptz,
  resolved_by bigint references ums_member (id),
  create_time timestamptz not null default now()
);
create unique index sys_alert_key_key on sys_alert (alert_key);
create index sys_alert_open_idx on sys_alert (id) where resolved_time is null;

-- ── notices to members ────────────────────────────────────────────────────────────────────────

create table ums_member_notice (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  notice_key text not null,
  kind text not null,
  order_sn text,
  detail jsonb not null default '{}',
  read_time timestamptz,
  mail_status mail_status not null default 'PENDING',
  mail_attempts integer not null default 0 check (mail_attempts >= 0),
  next_attempt_at timestamptz not null default now(),
  create_time timestamptz not null default now()
);
create unique index ums_member_notice_key_key on ums_member_notice (notice_key);
create index ums_member_notice_member_idx on ums_member_notice (member_id, id desc);
create index ums_member_notice_unread_idx on ums_member_notice (member_id) where read_time is null;
create index ums_member_notice_mail_idx on ums_member_notice (next_attempt_at) where mail_status = 'PENDING';

-- ── catalog ───────────────────────────────────────────────────────────────────────────────────

create table pms_credit_product (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 60),
  credit_amount integer not null check (credit_amount between 1 and 100000000),
  bonus_credits integer not null default 0 check (bonus_credits between 0 and 100000000),
  price_fen integer not null check (price_fen between 1 and 100000000),
  valid_days integer check (valid_days between 1 and 3660),
  status sale_status not null default 'ON_SALE',
  sort integer not null default 0,
  create_time timestamptz not null default now(),
  update_time timestamptz not null default now()
);
create unique index pms_credit_product_name_key on pms_credit_product (name);

create table ums_subscription_plans (
  id bigint generated always as identity primary key,
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null check (length(name) between 1 and 60),
  level integer not null check (level between 1 and 100),
  price_monthly_fen integer not null check (price_monthly_fen between 1 and 100000000),
  price_yearly_fen integer not null check (price_yearly_fen between 1 and 100000000),
  features text[] not null default '{}',
  status sale_status not null default 'ON_SALE',
  sort integer not null default 0,
  create_time timestamptz not null default now(),
  update_time timestamptz not null default now()
);
create unique index ums_subscription_plans_code_key on ums_subscription_plans (code);

-- ── orders (before credits and subscriptions in SQL only, because goods point at the order that bought them) ──

create table oms_order (
  id bigint generated always as identity primary key,
  order_sn text not null check (order_sn ~ '^[0-9A-Za-z_]{16,64}$'),
  member_id bigint not null references ums_member (id),
  product_type product_type not null,
  status order_status not null default 'PENDING',
  delivery_status delivery_status not null default 'PENDING',
  total_amount_fen integer not null check (total_amount_fen between 1 and 100000000),
  pay_amount_fen integer not null check (pay_amount_fen between 1 and 100000000),
  refunded_amount_fen integer not null default 0,
  open_slot smallint not null check (open_slot > 0),
  request_key text check (length(request_key) between 1 and 200),
  request_hash text,
  return_path text,
  close_reason text,
  claimed_until timestamptz,
  create_time timestamptz not null default now(),
  expire_time timestamptz not null,
  payment_time timestamptz,
  complete_time timestamptz,
  update_time timestamptz not null default now(),
  constraint oms_order_refunded_within_paid check (refunded_amount_fen between 0 and pay_amount_fen),
  constraint oms_order_paid_has_time check (payment_time is not null or status in ('PENDING', 'CANCELLED', 'PAY_FAILED'))
);
create unique index oms_order_sn_key on oms_order (order_sn);
create unique index oms_order_request_key on oms_order (member_id, request_key);
-- One slot per unpaid order: the cap on open orders, kept by uniqueness instead of a count that can race.
create unique index oms_order_open_slot_key on oms_order (member_id, open_slot) where status = 'PENDING';
create index oms_order_member_idx on oms_order (member_id, id desc);
create index oms_order_member_status_idx on oms_order (member_id, status, id desc);
create index oms_order_expiring_idx on oms_order (expire_time) where status = 'PENDING';
create index oms_order_completing_idx on oms_order (payment_time) where status = 'PAID' and delivery_status = 'DELIVERED';

create table oms_order_item (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  product_id bigint references pms_credit_product (id),
  plan_id bigint references ums_subscription_plans (id),
  product_name text not null,
  price_fen integer not null check (price_fen > 0),
  credit_amount integer check (credit_amount > 0),
  bonus_credits integer check (bonus_credits >= 0),
  valid_days integer check (valid_days > 0),
  plan_code text,
  plan_level integer,
  billing_cycle billing_cycle,
  -- What was bought is either credits or a plan, complete, and never both.
  constraint oms_order_item_one_product check (
    (product_id is not null and credit_amount is not null and bonus_credits is not null and plan_id is null and billing_cycle is null)
    or (plan_id is not null and plan_code is not null and plan_level is not null and billing_cycle is not null and product_id is null and credit_amount is null))
);
create unique index oms_order_item_order_key on oms_order_item (order_id);

create table oms_order_event (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  type text not null,
  from_status order_status,
  to_status order_status,
  actor text not null,
  detail jsonb not null default '{}',
  create_time timestamptz not null default now()
);
create index oms_order_event_order_idx on oms_order_event (order_id, id);
create trigger oms_order_event_append_only before update or delete on oms_order_event for each row execute function refuse_change();

-- ── credits ───────────────────────────────────────────────────────────────────────────────────

create table ums_credit_balance (
  member_id bigint primary key references ums_member (id),
  total integer not null default 0 check (total >= 0),
  update_time timestamptz not null default now()
);

create table ums_credit_lot (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  order_id bigint not null references oms_order (id),
  kind lot_kind not null,
  granted integer not null check (granted > 0),
  remaining integer not null,
  frozen integer not null default 0,
  reserved integer not null default 0,
  expire_time timestamptz,
  create_time timestamptz not null default now(),
  constraint ums_credit_lot_remaining_range check (remaining between 0 and granted),
  constraint ums_credit_lot_frozen_range check (frozen between 0 and remaining),
  constraint ums_credit_lot_reserved_range check (reserved >= 0 and frozen + reserved <= remaining)
);
create unique index ums_credit_lot_order_key on ums_credit_lot (order_id, kind);
create index ums_credit_lot_live_idx on ums_credit_lot (member_id, kind desc, expire_time, id) where remaining > 0;
create index ums_credit_lot_expiring_idx on ums_credit_lot (expire_time) where remaining > 0 and expire_time is not null;

create table ums_credit_consumption (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  biz_id text not null check (length(biz_id) between 1 and 128),
  amount integer not null check (amount > 0),
  reason text not null check (length(reason) between 1 and 200),
  actor text not null,
  create_time timestamptz not null default now()
);
create unique index ums_credit_consumption_biz_key on ums_credit_consumption (member_id, biz_id);

create table ums_credit_reservation (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  biz_id text not null check (length(biz_id) between 1 and 128),
  amount integer not null check (amount > 0),
  reason text not null check (length(reason) between 1 and 200),
  status reservation_status not null default 'HELD',
  lease_until timestamptz not null,
  actor text not null,
  create_time timestamptz not null default now(),
  finish_time timestamptz
);
create unique index ums_credit_reservation_biz_key on ums_credit_reservation (member_id, biz_id);
create index ums_credit_reservation_lease_idx on ums_credit_reservation (lease_until) where status = 'HELD';

create table ums_credit_reservation_lot (
  reservation_id bigint not null references ums_credit_reservation (id),
  lot_id bigint not null references ums_credit_lot (id),
  amount integer not null check (amount > 0),
  primary key (reservation_id, lot_id)
);

create table ums_credit_ledger (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  lot_id bigint not null references ums_credit_lot (id),
  order_id bigint not null references oms_order (id),
  consumption_id bigint references ums_credit_consumption (id),
  refund_id bigint,
  entry_type ledger_entry_type not null,
  delta integer not null check (delta <> 0),
  balance_after integer not null check (balance_after >= 0),
  reason text not null,
  actor text not null,
  create_time timestamptz not null default now(),
  constraint ums_credit_ledger_sign check ((entry_type = 'GRANT') = (delta > 0))
);
create index ums_credit_ledger_member_idx on ums_credit_ledger (member_id, id desc);
create index ums_credit_ledger_lot_idx on ums_credit_ledger (lot_id);
create index ums_credit_ledger_consumption_idx on ums_credit_ledger (consumption_id) where consumption_id is not null;
create unique index ums_credit_ledger_grant_key on ums_credit_ledger (lot_id) where entry_type = 'GRANT';
create trigger ums_credit_ledger_append_only before update or delete on ums_credit_ledger for each row execute function refuse_change();

-- Keys by which the product's own backend spends a member's credits. Only the hash is kept.
create table sys_service_key (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 60),
  key_hash text not null,
  created_by bigint not null references ums_member (id),
  revoked_time timestamptz,
  create_time timestamptz not null default now()
);
create unique index sys_service_key_hash_key on sys_service_key (key_hash);

-- ── subscriptions ─────────────────────────────────────────────────────────────────────────────

create table ums_member_subscriptions (
  id bigint generated always as identity primary key,
  member_id bigint not null references ums_member (id),
  order_id bigint not null references oms_order (id),
  plan_id bigint not null references ums_subscription_plans (id),
  plan_code text not null,
  plan_name text not null,
  plan_level integer not null,
  billing_cycle billing_cycle not null,
  start_date timestamptz not null,
  end_date timestamptz not null,
  status segment_status not null default 'ACTIVE',
  -- Grows with every write to the segment, and when another is put behind it: what was decided on an older one conflicts.
  version integer not null default 1,
  reminded_time timestamptz,
  create_time timestamptz not null default now(),
  constraint ums_member_subscriptions_period check (end_date > start_date),
  -- Checked at the end of a statement, so that one update may move a whole line of segments.
  constraint ums_member_subscriptions_no_overlap exclude using gist
    (member_id with =, plan_code with =, tstzrange(start_date, end_date) with &&)
    where (status in ('ACTIVE', 'FROZEN', 'EXPIRED')) deferrable initially immediate
);
create unique index ums_member_subscriptions_order_key on ums_member_subscriptions (order_id);
create index ums_member_subscriptions_member_idx on ums_member_subscriptions (member_id, end_date);
create index ums_member_subscriptions_ending_idx on ums_member_subscriptions (end_date) where status = 'ACTIVE';

-- ── delivery ──────────────────────────────────────────────────────────────────────────────────

create table oms_delivery_records (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  delivery_status delivery_status not null,
  retry_count integer not null default 0 check (retry_count >= 0),
  error_message text,
  next_retry_at timestamptz,
  leased_until timestamptz,
  delivered_time timestamptz,
  create_time timestamptz not null default now(),
  constraint oms_delivery_records_done_has_time check ((delivery_status = 'DELIVERED') = (delivered_time is not null))
);
create unique index oms_delivery_records_order_key on oms_delivery_records (order_id);
create index oms_delivery_records_due_idx on oms_delivery_records (next_retry_at) where delivery_status <> 'DELIVERED' and next_retry_at is not null;

-- ── payments ──────────────────────────────────────────────────────────────────────────────────

create table oms_payment_attempts (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  out_trade_no text not null check (out_trade_no ~ '^[0-9A-Za-z_]{16,64}$'),
  cashier_kind cashier_kind not null,
  app_id text not null,
  seller_id text not null,
  amount_fen integer not null check (amount_fen > 0),
  subject text not null,
  status attempt_status not null default 'OPEN',
  expire_time timestamptz not null,
  next_check_at timestamptz,
  check_count integer not null default 0 check (check_count >= 0),
  last_check_at timestamptz,
  create_time timestamptz not null default now()
);
create unique index oms_payment_attempts_out_trade_no_key on oms_payment_attempts (out_trade_no);
-- One open attempt per kind of cashier; a trade that Alipay has closed makes room for another.
create unique index oms_payment_attempts_order_kind_key on oms_payment_attempts (order_id, cashier_kind) where status = 'OPEN';
create index oms_payment_attempts_order_idx on oms_payment_attempts (order_id, id);
create index oms_payment_attempts_due_idx on oms_payment_attempts (next_check_at) where next_check_at is not null;

create table oms_payment_evidence (
  id bigint generated always as identity primary key,
  evidence_key text not null,
  source evidence_source not null,
  out_trade_no text not null,
  trade_no text,
  order_id bigint references oms_order (id),
  verdict text not null,
  content text not null,
  create_time timestamptz not null default now()
);
create unique index oms_payment_evidence_key_key on oms_payment_evidence (evidence_key);
create index oms_payment_evidence_order_idx on oms_payment_evidence (order_id, id);
create index oms_payment_evidence_trade_idx on oms_payment_evidence (out_trade_no, id);
create trigger oms_payment_evidence_append_only before update or delete on oms_payment_evidence for each row execute function refuse_change();

create table oms_payment_records (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  order_sn text not null,
  attempt_id bigint references oms_payment_attempts (id),
  out_trade_no text not null,
  trade_no text not null,
  kind payment_kind not null,
  payment_method text not null default 'alipay',
  payment_amount_fen integer not null check (payment_amount_fen > 0),
  payment_status payment_status not null default 'SUCCESS',
  payment_time timestamptz not null,
  app_id text not null,
  seller_id text,
  source evidence_source not null,
  create_time timestamptz not null default now()
);
create unique index oms_payment_records_trade_key on oms_payment_records (trade_no);
create unique index oms_payment_records_effective_key on oms_payment_records (order_id) where kind = 'EFFECTIVE';
create index oms_payment_records_order_idx on oms_payment_records (order_id);
create index oms_payment_records_stray_idx on oms_payment_records (id) where kind in ('DUPLICATE', 'UNWANTED') and payment_status = 'SUCCESS';

-- ── refunds ───────────────────────────────────────────────────────────────────────────────────

create table oms_refund_records (
  id bigint generated always as identity primary key,
  order_id bigint not null references oms_order (id),
  order_sn text not null,
  member_id bigint not null references ums_member (id),
  payment_id bigint not null references oms_payment_records (id),
  out_trade_no text not null,
  trade_no text not null,
  out_request_no text not null check (length(out_request_no) between 16 and 64),
  kind refund_kind not null,
  refund_amount_fen integer not null check (refund_amount_fen > 0),
  status refund_status not null,
  reason text not null check (length(reason) between 1 and 256),
  quote jsonb not null default '{}',
  risk jsonb not null default '{}',
  needs_second_review boolean not null default false,
  approvals smallint not null default 0 check (approvals between 0 and 2),
  -- 1 for the member's first refund, 2 for the second …: two "first" ones at the same moment cannot both stand.
  member_seq integer check (member_seq > 0),
  request_key text,
  request_hash text,
  requested_by text not null,
  refusal text,
  send_count integer not null default 0 check (send_count >= 0),
  next_check_at timestamptz,
  sent_time timestamptz,
  finish_time timestamptz,
  create_time timestamptz not null default now(),
  constraint oms_refund_records_order_has_seq check ((kind = 'ORDER') = (member_seq is not null)),
  constraint oms_refund_records_finished_has_time check ((status in ('SUCCESS', 'REFUSED', 'REJECTED')) = (finish_time is not null))
);
create unique index oms_refund_records_request_no_key on oms_refund_records (out_request_no);
create unique index oms_refund_records_open_key on oms_refund_records (order_id) where kind = 'ORDER' and status in ('REVIEWING', 'APPROVED', 'SENT');
create unique index oms_refund_records_stray_key on oms_refund_records (payment_id) where kind = 'STRAY' and status <> 'REFUSED';
create unique index oms_refund_records_idem_key on oms_refund_records (member_id, request_key);
create unique index oms_refund_records_member_seq_key on oms_refund_records (member_id, member_seq);
create index oms_refund_records_order_idx on oms_refund_records (order_id, id desc);
create index oms_refund_records_member_idx on oms_refund_records (member_id, create_time);
create index oms_refund_records_due_idx on oms_refund_records (next_check_at) where status in ('APPROVED', 'SENT');
create index oms_refund_records_review_idx on oms_refund_records (id) where status = 'REVIEWING';
alter table ums_credit_ledger add constraint ums_credit_ledger_refund_fkey foreign key (refund_id) references oms_refund_records (id);

create table oms_refund_review (
  id bigint generated always as identity primary key,
  refund_id bigint not null references oms_refund_records (id),
  admin_id bigint not null references ums_member (id),
  verdict review_verdict not null,
  reason text not null default '',
  create_time timestamptz not null default now()
);
create unique index oms_refund_review_admin_key on oms_refund_review (refund_id, admin_id);

-- ── books ─────────────────────────────────────────────────────────────────────────────────────

-- One row per Beijing day: Alipay's bill of it, and how far the comparison with our books is.
create table oms_bill_day (
  bill_date date primary key,
  status bill_status not null default 'WAITING',
  trade_count integer check (trade_count >= 0),
  trade_fen bigint check (trade_fen >= 0),
  refund_count integer check (refund_count >= 0),
  refund_fen bigint check (refund_fen >= 0),
  check_count integer not null default 0 check (check_count >= 0),
  next_check_at timestamptz,
  import_time timestamptz,
  finish_time timestamptz,
  create_time timestamptz not null default now(),
  constraint oms_bill_day_imported_has_sums check (num_nulls(trade_count, trade_fen, refund_count, refund_fen, import_time) = case status when 'WAITING' then 5 else 0 end),
  constraint oms_bill_day_finished_has_time check ((status = 'RECONCILED') = (finish_time is not null)),
  constraint oms_bill_day_open_is_looked_at check ((status = 'RECONCILED') = (next_check_at is null))
);
create index oms_bill_day_due_idx on oms_bill_day (next_check_at) where next_check_at is not null;

-- What Alipay wrote, line by line; a correction is another bill's line, never a change.
create table oms_bill_line (
  bill_date date not null references oms_bill_day (bill_date),
  -- Its place in the file, so that the same file cannot come in twice.
  line_no integer not null check (line_no > 0),
  kind bill_line_kind not null,
  trade_no text not null,
  out_trade_no text not null,
  out_request_no text not null default '',
  amount_fen bigint not null check (amount_fen >= 0),
  finish_time timestamptz not null,
  primary key (bill_date, line_no)
);
create index oms_bill_line_trade_idx on oms_bill_line (trade_no, kind, out_request_no);
create trigger oms_bill_line_append_only before update or delete on oms_bill_line for each row execute function refuse_change();
