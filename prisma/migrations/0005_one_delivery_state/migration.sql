-- One delivery state: oms_order.delivery_status is what the code reads and writes. The column of oms_delivery_records
-- stays for people's reports, and the database keeps it equal.
create function follow_delivery_status() returns trigger language plpgsql as $$
begin
  update oms_delivery_records
    set delivery_status = new.delivery_status,
      delivered_time = case when new.delivery_status = 'DELIVERED' then coalesce(delivered_time, new.update_time) end,
      next_retry_at = case when new.delivery_status <> 'DELIVERED' then next_retry_at end
    where order_id = new.id and delivery_status is distinct from new.delivery_status;
  return null;
end $$;
-- A payment that is settled inserts its record with the state that it gives the order, so there the trigger finds nothing to write.
create trigger oms_order_delivery_status after update of delivery_status on oms_order for each row
  when (old.delivery_status is distinct from new.delivery_status) execute function follow_delivery_status();

update oms_delivery_records d
  set delivery_status = o.delivery_status,
    delivered_time = case when o.delivery_status = 'DELIVERED' then coalesce(d.delivered_time, o.update_time) end
  from oms_order o where o.id = d.order_id and o.delivery_status is distinct from d.delivery_status;

-- What is due is said by the time of the next retry alone.
drop index oms_delivery_records_due_idx;
create index oms_delivery_records_due_idx on oms_delivery_records (next_retry_at) where next_retry_at is not null;

-- States that nothing ever wrote leave. An enum loses a value only by being made anew; a partial index and a check that
-- compare with it stand in the way meanwhile.
drop index oms_order_open_slot_key, oms_order_expiring_idx, oms_order_completing_idx;
alter table oms_order drop constraint oms_order_paid_has_time;

alter type order_status rename to order_status_before;
create type order_status as enum ('PENDING', 'PAID', 'REFUNDED', 'CANCELLED', 'COMPLETED', 'REFUNDING');
alter type product_type rename to product_type_before;
create type product_type as enum ('CREDITS', 'SUBSCRIPTION');

alter table oms_order
  alter column status drop default,
  alter column status type order_status using status::text::order_status,
  alter column status set default 'PENDING',
  alter column product_type type product_type using product_type::text::product_type;
alter table oms_order_event
  alter column from_status type order_status using from_status::text::order_status,
  alter column to_status type order_status using to_status::text::order_status;

drop type order_status_before;
drop type product_type_before;

alter table oms_order add constraint oms_order_paid_has_time check (payment_time is not null or status in ('PENDING', 'CANCELLED'));
create unique index oms_order_open_slot_key on oms_order (member_id, open_slot) where status = 'PENDING';
create index oms_order_expiring_idx on oms_order (expire_time) where status = 'PENDING';
create index oms_order_completing_idx on oms_order (payment_time) where status = 'PAID' and delivery_status = 'DELIVERED';
