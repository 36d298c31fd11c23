-- What the desk exports and shows by the day (docs/rules.md R112, R113). The ledger is only ever appended, so that ranges of its
-- pages tell the days apart, and the hottest table has no further tree to keep.
create index ums_credit_ledger_time_idx on ums_credit_ledger using brin (create_time) with (pages_per_range = 16);
-- A refund belongs to the day on which it ended, or as long as it is open to the one on which it was asked for.
create index oms_refund_records_day_idx on oms_refund_records ((coalesce(finish_time, create_time)));
create index sys_audit_log_time_idx on sys_audit_log (create_time);
create index sys_audit_log_actor_idx on sys_audit_log (actor, id);
create index sys_audit_log_action_idx on sys_audit_log (action, id);
