-- The heartbeat of every job, one row each. A job that is new here is counted from when its row was written.
create table sys_job (
  name text primary key,
  started_at timestamptz,
  finished_at timestamptz,
  succeeded_at timestamptz,
  report jsonb,
  create_time timestamptz not null default now()
);

-- Receipts of money before closings: the rank is decided when the notice is written, and mails leave by rank, then by time.
alter table ums_member_notice add column mail_rank smallint not null default 0 check (mail_rank in (0, 1));
update ums_member_notice set mail_rank = 1 where mail_status = 'PENDING' and kind in ('CLOSED', 'PLAN_ENDING');
drop index ums_member_notice_mail_idx;
create index ums_member_notice_mail_idx on ums_member_notice (mail_rank, next_attempt_at) where mail_status = 'PENDING';
