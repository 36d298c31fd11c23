-- Invoices that buyers ask for and finance issues (docs/rules.md R124 to R127).
create type invoice_kind as enum ('PERSON', 'COMPANY');
create type invoice_status as enum ('REQUESTED', 'ISSUED', 'RED_ASKED', 'RED', 'REFUSED', 'WITHDRAWN');

-- `amount_fen` is the sum of the orders on it. `version` grows with every change, so that of two at once the second finds no row.
create table oms_invoice (
  id bigint generated always as identity primary key,
  invoice_sn text not null unique check (length(invoice_sn) between 1 and 64),
  member_id bigint not null references ums_member (id),
  kind invoice_kind not null,
  title text not null check (length(title) between 1 and 100),
  tax_number text check (tax_number ~ '^[0-9A-Z]{15,20}$'),
  email text not null check (length(email) between 3 and 254),
  amount_fen integer not null check (amount_fen > 0),
  status invoice_status not null default 'REQUESTED',
  version integer not null default 1 check (version > 0),
  request_key text check (length(request_key) between 1 and 200),
  request_hash text,
  number text check (number ~ '^(\d{8}|\d{20})$'),
  issued_date date,
  -- A page shows it as a link, so it is an address of the web and nothing else, whoever writes it.
  file_url text check (file_url ~ '^https://' and length(file_url) <= 500),
  red_number text check (red_number ~ '^(\d{8}|\d{20})$'),
  red_date date,
  reason text check (length(reason) between 1 and 200),
  -- Money of it went back without its red letter.
  is_owed boolean not null default false,
  decided_by bigint references ums_member (id),
  decided_time timestamptz,
  create_time timestamptz not null default now(),
  constraint oms_invoice_company_has_number check (kind = 'PERSON' or tax_number is not null),
  constraint oms_invoice_issued check ((number is not null and issued_date is not null) = (status in ('ISSUED', 'RED_ASKED', 'RED'))),
  constraint oms_invoice_red check ((red_number is not null and red_date is not null) = (status = 'RED')),
  constraint oms_invoice_key_has_hash check ((request_key is null) = (request_hash is null))
);
-- A double click asks once.
create unique index oms_invoice_key_key on oms_invoice (member_id, request_key);
create index oms_invoice_member_idx on oms_invoice (member_id, id desc);
create index oms_invoice_status_idx on oms_invoice (status, id desc);
create index oms_invoice_open_idx on oms_invoice (id) where status in ('REQUESTED', 'RED_ASKED');
create index oms_invoice_owed_idx on oms_invoice (id) where is_owed and status in ('ISSUED', 'RED_ASKED');
create index oms_invoice_title_idx on oms_invoice (title text_pattern_ops);
create index oms_invoice_number_idx on oms_invoice (number);

-- What of which order is on an invoice. A row of an invoice that came to nothing, or whose order was taken out, is not live.
create table oms_invoice_order (
  id bigint generated always as identity primary key,
  invoice_id bigint not null references oms_invoice (id),
  order_id bigint not null references oms_order (id),
  order_sn text not null,
  amount_fen integer not null check (amount_fen > 0),
  is_live boolean not null default true,
  -- When a refund took the order out of a request.
  drop_time timestamptz,
  create_time timestamptz not null default now(),
  unique (invoice_id, order_id),
  constraint oms_invoice_order_dropped check (drop_time is null or not is_live)
);
-- An order is on one invoice at most.
create unique index oms_invoice_order_live_key on oms_invoice_order (order_id) where is_live;
create index oms_invoice_order_sn_idx on oms_invoice_order (order_sn);

-- The file of an invoice, where finance uploads one: beside the row, because no list reads it.
create table oms_invoice_file (
  invoice_id bigint primary key references oms_invoice (id),
  format text not null check (format in ('pdf', 'ofd')),
  content bytea not null check (length(content) between 1 and 524288),
  create_time timestamptz not null default now()
);

-- Where a request for an invoice and a refund of the same order meet (decision 52).
create table oms_invoice_guard (
  order_id bigint primary key references oms_order (id),
  version integer not null check (version > 0)
);
