-- The merchant account may be shared, and a bill holds lines that are no trade and no refund (decision 29). Neither is a line
-- of ours, so neither is kept as one; how many there were, and of how much money, is.
alter table oms_bill_day add column foreign_count integer not null default 0 check (foreign_count >= 0);
-- What came in less what went back.
alter table oms_bill_day add column foreign_fen bigint not null default 0;
-- [{"word", "count", "fen"}], one for each reason.
alter table oms_bill_day add column set_aside jsonb not null default '[]' check (jsonb_typeof(set_aside) = 'array');

-- A quiet day is closed without a bill: its sums are zero, and it has no time of import.
alter table oms_bill_day drop constraint oms_bill_day_imported_has_sums;
alter table oms_bill_day add constraint oms_bill_day_imported_has_sums
  check (num_nulls(trade_count, trade_fen, refund_count, refund_fen) = case status when 'WAITING' then 4 else 0 end);
alter table oms_bill_day add constraint oms_bill_day_quiet_is_empty check (case status
  when 'WAITING' then import_time is null
  when 'IMPORTED' then import_time is not null
  else import_time is not null or (trade_count = 0 and refund_count = 0 and foreign_count = 0) end);
