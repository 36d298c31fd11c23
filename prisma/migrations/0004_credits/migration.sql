-- A lease that has run out holds nothing, whether or not the cron has been there: whoever spends beside a member's
-- reservations, and whoever adds the lots up, asks for it.
create index ums_credit_reservation_held_idx on ums_credit_reservation (member_id, lease_until) where status = 'HELD';
