-- What Alipay keeps of a trade, as its bill says (docs/rules.md R123). Nobody knows it of lines that were imported before: none is
-- posted for them.
alter table oms_bill_line add column fee_fen bigint not null default 0;

-- A bill is imported in one statement, so a day is one voucher. Its fees belong to the day of the bill, which is over.
create function journal_bill() returns trigger language plpgsql as $$
begin
  perform post_journal('BILL-' || day.bill_date || '-' || day.payment_method, 'FEE', 'FEES', 'CHANNEL', day.fen, null, null,
      (day.bill_date + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 millisecond')
    from (select bill_date, payment_method, sum(fee_fen)::bigint as fen from lines group by 1, 2) day;
  return null;
end $$;
create trigger oms_bill_line_journal after insert on oms_bill_line
  referencing new table as lines for each statement execute function journal_bill();
