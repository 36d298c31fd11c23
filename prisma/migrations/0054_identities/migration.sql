-- Whoever signed in through the product's own OpenID provider (decision 69): who they are there, and which member here.
create table ums_identity (
  issuer text not null check (length(issuer) between 1 and 255),
  subject text not null check (length(subject) between 1 and 255),
  member_id bigint not null references ums_member (id) on delete cascade,
  create_time timestamptz not null default now(),
  primary key (issuer, subject)
);
-- A member is one user of a provider: of two users with one address who come at the same time, one is linked to it.
create unique index ums_identity_member_key on ums_identity (member_id, issuer);

-- A link by which a member who has no password gets one, and the address that it was mailed to with it (decision 70). The
-- address is the member's when the link is used, and not before.
alter table ums_member_link add column email text check (email = lower(email) and length(email) between 3 and 254);
alter table ums_member_link drop constraint ums_member_link_purpose_check;
alter table ums_member_link add constraint ums_member_link_purpose_check
  check (purpose in ('CONFIRM', 'RESET', 'FIRST_PASSWORD'));
alter table ums_member_link add constraint ums_member_link_email_check1
  check ((purpose = 'FIRST_PASSWORD') = (email is not null));
