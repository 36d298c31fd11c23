-- Where the operator's people are told of alerts besides the page (docs/rules.md R116), and what each place was told.
create table sys_operator_target (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('MAIL', 'WECOM', 'DINGTALK', 'FEISHU')),
  address text not null check (length(address) between 1 and 500),
  -- Signs what is sent to a robot; null: the robot does not ask for it.
  secret text check (length(secret) between 1 and 200),
  create_time timestamptz not null default now()
);
create unique index sys_operator_target_address_key on sys_operator_target (kind, address);

create table sys_operator_message (
  id bigint generated always as identity primary key,
  target_id bigint not null references sys_operator_target (id) on delete cascade,
  subject text not null,
  body text not null,
  status mail_status not null default 'PENDING',
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null default now(),
  create_time timestamptz not null default now()
);
create index sys_operator_message_due_idx on sys_operator_message (next_attempt_at) where status = 'PENDING';
create index sys_operator_message_target_idx on sys_operator_message (target_id);

-- How often people were told of an open alert, and when last.
alter table sys_alert add column told_count integer not null default 0 check (told_count >= 0);
alter table sys_alert add column told_time timestamptz;

-- An alert that opens again is told again, whoever opens it.
create function untell_alert() returns trigger language plpgsql as $$
begin
  new.told_count := 0;
  new.told_time := null;
  return new;
end $$;
create trigger sys_alert_untold before update on sys_alert
  for each row when (old.resolved_time is not null and new.resolved_time is null) execute function untell_alert();
