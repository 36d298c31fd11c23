-- What an admin sets for the shop: one row for all processes. No row: nothing is set.
create table sys_settings (
  id boolean primary key default true check (id),
  support_contact text check (support_contact ~ '\S' and length(support_contact) <= 200),
  update_time timestamptz not null default now()
);
