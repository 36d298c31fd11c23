-- What waits for a second person is an alert from now on (docs/rules.md R157): also what waits already.
insert into sys_alert (kind, cause, detail, create_time)
select 'CREDITS_WAITING', requested_by || ':' || request_seq,
  jsonb_build_object('memberId', member_id, 'credits', amount), create_time
from ums_credit_adjustment where status = 'PENDING';
