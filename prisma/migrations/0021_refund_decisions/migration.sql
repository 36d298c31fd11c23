-- How many refunds of the payment that were made outside have been booked or released. Of two people who decide at once, each on
-- what the other has not seen, the second finds it changed and decides again (docs/rules.md R88).
alter table oms_payment_records add column outside_decisions integer not null default 0;
