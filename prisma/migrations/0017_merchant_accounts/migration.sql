-- A refund is sent with the keys of the account that took the money (decision 35). Null: a row of the release before; its payment
-- names the account.
alter table oms_refund_records add column app_id text, add column seller_id text;
update oms_refund_records r set app_id = p.app_id, seller_id = p.seller_id
  from oms_payment_records p where p.id = r.payment_id;

-- The account that a message was about. Null: not kept until now.
alter table oms_payment_evidence add column app_id text;
