-- An address is its member's once somebody has opened a mail that was sent to it (decision 36). Null: not confirmed. The
-- members of before this migration have confirmed nothing either.
alter table ums_member add column email_confirm_time timestamptz;
-- Mails of one kind that can wait and that were tried for a member lately (docs/rules.md R93).
create index ums_member_notice_mailed_idx on ums_member_notice (member_id, kind, create_time)
  where mail_rank = 1 and mail_attempts > 0;
