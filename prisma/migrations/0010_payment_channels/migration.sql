-- An attempt keeps the channel that it was opened at, and everything that follows from it names the same one (decision 28).
-- Until now there was one channel, so that is what every row has.
alter table oms_payment_attempts add column payment_method text not null default 'alipay';
alter table oms_payment_evidence add column payment_method text not null default 'alipay';
alter table oms_refund_records add column payment_method text not null default 'alipay';
-- What the order was paid through. Null: nobody has paid it.
alter table oms_order add column payment_method text;
update oms_order o set payment_method = p.payment_method
  from oms_payment_records p where p.order_id = o.id and p.kind = 'EFFECTIVE';

-- One open attempt for each way to pay.
drop index oms_payment_attempts_order_kind_key;
create unique index oms_payment_attempts_order_kind_key
  on oms_payment_attempts (order_id, payment_method, cashier_kind) where status = 'OPEN';

-- Each channel has its own bill of a day.
alter table oms_bill_day add column payment_method text not null default 'alipay';
alter table oms_bill_line add column payment_method text not null default 'alipay';
alter table oms_bill_line drop constraint oms_bill_line_bill_date_fkey;
alter table oms_bill_line drop constraint oms_bill_line_pkey;
alter table oms_bill_day drop constraint oms_bill_day_pkey;
alter table oms_bill_day add primary key (bill_date, payment_method);
alter table oms_bill_line add primary key (bill_date, payment_method, line_no);
alter table oms_bill_line add constraint oms_bill_line_bill_day_fkey
  foreign key (bill_date, payment_method) references oms_bill_day (bill_date, payment_method);
update sys_alert set cause = 'alipay:' || cause where kind = 'BILL_LATE';
