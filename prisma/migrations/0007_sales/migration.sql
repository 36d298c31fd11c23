-- Whether the shop sells, and whether Alipay answers: one row for all processes. No row: it sells, and Alipay answers.
create table sys_sales (
  id boolean primary key default true check (id),
  is_open boolean not null default true,
  reason text,
  switch_time timestamptz,
  alipay_failing_since timestamptz,
  alipay_failed_at timestamptz,
  constraint sys_sales_alipay_check check ((alipay_failing_since is null) = (alipay_failed_at is null))
);
