-- What an operator is given to find an order by, and what the order's page asks about it.

-- Money that did not fit its order is evidence before it is a payment, and the buyer knows only its trade number.
create index oms_payment_evidence_trade_no_idx on oms_payment_evidence (trade_no) where trade_no is not null;
create index sys_alert_order_open_idx on sys_alert (order_sn) where resolved_time is null;
