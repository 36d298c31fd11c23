-- What the page of insights sums by the Beijing day (docs/rules.md R114). Without these statistics the planner takes every row for a
-- day of its own, and sorts where it could count.
create statistics oms_order_day_stats on ((create_time at time zone interval '8 hours')::date) from oms_order;
create statistics oms_payment_records_day_stats on ((payment_time at time zone interval '8 hours')::date) from oms_payment_records;
-- Money that neither bought something nor was sent back: few rows among millions.
create index oms_payment_records_kept_idx on oms_payment_records (payment_time) where kind <> 'EFFECTIVE' and payment_status = 'SUCCESS';
