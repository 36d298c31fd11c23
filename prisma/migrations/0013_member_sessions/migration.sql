-- A signed-in browser is a row, so that the server can end it (decision 30). A cookie from before names no row: its member
-- signs in again, once.
create table ums_member_session (
  id text primary key check (length(id) between 16 and 64),
  member_id bigint not null references ums_member (id) on delete cascade,
  user_agent text not null check (length(user_agent) <= 300),
  create_time timestamptz not null default now(),
  last_seen_time timestamptz not null default now(),
  expire_time timestamptz not null,
  ended_time timestamptz,
  check (last_seen_time >= create_time),
  check (expire_time > create_time)
);
-- A member's open sessions: the list, and ending all the others.
create index ums_member_session_open_idx on ums_member_session (member_id) where ended_time is null;
-- Those that are long over, which are deleted.
create index ums_member_session_expire_idx on ums_member_session (expire_time);
