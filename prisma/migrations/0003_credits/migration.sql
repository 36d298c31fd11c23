-- A lease that has run out holds nothing, whether or not the cron has been there: whoever spends beside a member's
-- reservations, and whoever adds the lots up, asks for it.
create index ums_credit_reservation_held_idx on ums_credit_reservation (member_id, lease_until) where status = 'HELD';

-- A pack holds 200 million credits at most, and nothing bounds how many packs a member buys: eleven of them passed what an
-- integer holds, paid and never delivered. Both columns are written anew, under a lock, in the time of one pass.
alter table ums_credit_balance alter column total type bigint;
alter table ums_credit_ledger alter column balance_after type bigint;
