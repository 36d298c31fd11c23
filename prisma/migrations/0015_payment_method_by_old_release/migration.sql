-- A process of a release before 0010 serves on between the migration and its restart, and records payments without a
-- word of their method (decision 28). It knows one channel, so the database fills that in.
create function name_payment_method() returns trigger language plpgsql as $$
begin
  new.payment_method := 'alipay';
  return new;
end $$;
-- A release that knows the column always writes it with the time, so there the condition is all that runs.
create trigger oms_order_payment_method before update of payment_time on oms_order for each row
  when (new.payment_time is not null and new.payment_method is null) execute function name_payment_method();

-- What was settled in such a time before this migration.
update oms_order o set payment_method = p.payment_method
  from oms_payment_records p where p.order_id = o.id and p.kind = 'EFFECTIVE' and o.payment_method is null;
