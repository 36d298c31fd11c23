-- A refund that was not made through us: in the channel's console, or by another system (docs/rules.md R86). The kind is only
-- named here and not used, because a new value of an enum may not be used in the transaction that adds it.
alter type refund_kind add value 'OUTSIDE';

-- The money of a refund went another way than through the channel, because a person said so: no bill names it (R88).
alter table oms_refund_records add column by_hand boolean not null default false;
-- What that person wrote down about it.
alter table oms_refund_records add column reference text check (length(reference) between 1 and 200);
-- Until then a call that sends this refund may be under way. Null: none is.
alter table oms_refund_records add column sending_until timestamptz;

-- Other systems choose their numbers as they like.
alter table oms_refund_records drop constraint oms_refund_records_out_request_no_check;
alter table oms_refund_records add constraint oms_refund_records_out_request_no_check
  check (case when kind in ('ORDER', 'STRAY') then length(out_request_no) between 16 and 64 else length(out_request_no) between 1 and 200 end);

-- Numbers of other systems are unique in their trade alone; ours, everywhere.
drop index oms_refund_records_request_no_key;
create unique index oms_refund_records_own_no_key on oms_refund_records (out_request_no) where kind in ('ORDER', 'STRAY');
create unique index oms_refund_records_trade_no_key on oms_refund_records (trade_no, out_request_no);

-- One refund holds the goods of an order at a time, whoever began it. What it holds stands in its quote.
create unique index oms_refund_records_holder_key on oms_refund_records (order_id)
  where status in ('REVIEWING', 'APPROVED', 'SENT') and quote ? 'held';

-- Of the money of one payment no more goes back than came in, whoever sends it; and goods that an outside refund waits for are
-- not let go. The lock lets one decide after the other, and what a trigger reads is newer than that.
create function guard_refunds() returns trigger language plpgsql as $$
declare
  paid bigint;
  moved bigint;
  claimed bigint;
begin
  select payment_amount_fen into paid from oms_payment_records where id = new.payment_id for no key update;
  select coalesce(sum(refund_amount_fen) filter (where status = 'SUCCESS'), 0), coalesce(sum(refund_amount_fen), 0)
    into moved, claimed
    from oms_refund_records
    where order_id = new.order_id and payment_id = new.payment_id and status not in ('REFUSED', 'REJECTED');
  if moved > paid or (tg_op = 'INSERT' and new.kind in ('ORDER', 'STRAY') and claimed > paid) then
    raise exception using errcode = 'ZF001', message = 'refund_cap',
      detail = format('paid %s, moved %s, claimed %s', paid, moved, claimed);
  end if;
  if new.status in ('SUCCESS', 'REFUSED', 'REJECTED') and new.quote ? 'held'
    and exists (select 1 from oms_refund_records r where r.order_id = new.order_id and r.payment_id = new.payment_id
      and r.status = 'REVIEWING' and r.kind not in ('ORDER', 'STRAY'))
    and not exists (select 1 from oms_refund_records r where r.order_id = new.order_id
      and r.status in ('REVIEWING', 'APPROVED', 'SENT') and r.quote ? 'held')
    and exists (select 1 from oms_order o where o.id = new.order_id and o.status <> 'REFUNDED') then
    raise exception using errcode = 'ZF001', message = 'refund_hold', detail = 'an outside refund waits for these goods';
  end if;
  return null;
end $$;
create trigger oms_refund_records_guard after insert or update of status, refund_amount_fen on oms_refund_records
  for each row execute function guard_refunds();

-- What a signed notice was about whose number cannot be ours (R13): counted and summed.
alter table oms_payment_evidence add column amount_fen bigint;
create index oms_payment_evidence_foreign_idx on oms_payment_evidence (create_time) where verdict = 'FOREIGN';
