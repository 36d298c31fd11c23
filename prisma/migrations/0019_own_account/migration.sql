-- A link that is mailed to an address: to confirm it, or to choose a new password (decision 36). Its token exists in the
-- mail alone: it is made when the mail is sent, and stored as a hash. A request for an address that nobody has leaves a row
-- too, without a member, so that both requests do the same work.
create table ums_member_link (
  id bigint generated always as identity primary key,
  member_id bigint references ums_member (id) on delete cascade,
  purpose text not null check (purpose in ('CONFIRM', 'RESET')),
  token_hash text,
  expire_time timestamptz not null,
  used_time timestamptz,
  mail_status mail_status not null default 'PENDING',
  mail_attempts integer not null default 0 check (mail_attempts >= 0),
  next_attempt_at timestamptz not null default now(),
  create_time timestamptz not null default now()
);
-- One live link of a kind for an account: a new request takes the place of the one before.
create unique index ums_member_link_member_key on ums_member_link (member_id, purpose);
create unique index ums_member_link_token_key on ums_member_link (token_hash);
create index ums_member_link_mail_idx on ums_member_link (next_attempt_at) where mail_status = 'PENDING';
create index ums_member_link_expire_idx on ums_member_link (expire_time);

-- A password that is changed ends every session of before; the one that changed it goes on with this version. Null: the
-- version in its cookie counts.
alter table ums_member_session add column session_version integer;

-- When a member closed their account (decision 37). The address is free again, and the books keep it.
alter table ums_member add column close_time timestamptz;
drop index ums_member_email_key;
create unique index ums_member_email_key on ums_member (email) where close_time is null;
-- Orders are looked for by the address of closed accounts too.
create index ums_member_email_idx on ums_member (email);
