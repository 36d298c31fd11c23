-- An order's page tells of the alerts that were closed, too (docs/rules.md R133).
create index sys_alert_order_idx on sys_alert (order_sn) where order_sn is not null;
drop index sys_alert_order_open_idx;
