-- A month that a person has closed: the sheet as it was, word for word, and its checksum (docs/rules.md R119).
create table oms_month_closing (
  -- Its first day.
  month date primary key check (extract(day from month) = 1),
  sheet text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  closed_by bigint not null references ums_member (id),
  close_time timestamptz not null
);
-- The totals of the sheet, account by account, so that they can be compared with the rows at any time (B06).
create table oms_month_account (
  month date not null references oms_month_closing (month),
  payment_method text not null default 'alipay',
  seller_id text not null,
  -- What the bills say, foreign lines included; what was set aside.
  bill_in_fen bigint not null,
  bill_out_fen bigint not null,
  set_aside_fen bigint not null,
  -- What our books say of the same Beijing days.
  paid_fen bigint not null,
  refunded_fen bigint not null,
  -- Differences of these days that stand.
  difference_fen bigint not null,
  primary key (month, payment_method, seller_id)
);
create trigger oms_month_closing_append_only before update or delete on oms_month_closing for each row execute function refuse_change();
create trigger oms_month_account_append_only before update or delete on oms_month_account for each row execute function refuse_change();
