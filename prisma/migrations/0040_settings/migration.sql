-- The shop's mark (docs/rules.md R130): a small PNG, and the name that it has in addresses, which changes with it.
alter table sys_settings add column mark text check (mark ~ '^[\w-]{16}$');
alter table sys_settings add column mark_png bytea check (octet_length(mark_png) <= 12000);
alter table sys_settings add constraint sys_settings_mark_whole check ((mark is null) = (mark_png is null));

-- Limits that an admin sets (docs/rules.md R131). Null: what the environment or the code says.
alter table sys_settings add column refund_auto_limit_fen integer check (refund_auto_limit_fen between 1 and 5000000);
alter table sys_settings add column credits_alone_limit integer check (credits_alone_limit between 1 and 1000000);

-- Origins of products that buyers may be sent back to (docs/rules.md R131).
alter table sys_settings add column return_origins text[] not null default '{}' check (cardinality(return_origins) <= 20);
