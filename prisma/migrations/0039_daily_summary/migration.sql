-- The hour of the Beijing day from which people are told of the day before (docs/rules.md R129). Null: they are not.
alter table sys_settings add column summary_hour smallint check (summary_hour between 0 and 23);

-- The day that a message sums up; null: it tells of alerts. One for each place and day.
alter table sys_operator_message add column summary_day date;
create unique index sys_operator_message_summary_key on sys_operator_message (target_id, summary_day) where summary_day is not null;

-- Messages that were sent, or given up, are kept for a while (docs/rules.md R129).
create index sys_operator_message_old_idx on sys_operator_message (create_time) where status <> 'PENDING';
