-- An alert says what it is about in a column of its own: one per kind and cause.
alter table sys_alert add column cause text;
update sys_alert set cause = substr(alert_key, length(kind) + 2);
alter table sys_alert alter column cause set not null;
alter table sys_alert drop column alert_key;
create unique index sys_alert_kind_cause_key on sys_alert (kind, cause);
