-- How many of a pack or a plan one member may buy: at all, and on one Beijing day (docs/rules.md R103). Null: any number.
alter table pms_credit_product
  add column limit_per_member integer check (limit_per_member between 1 and 1000),
  add column limit_per_day integer check (limit_per_day between 1 and 1000);
alter table ums_subscription_plans
  add column limit_per_member integer check (limit_per_member between 1 and 1000),
  add column limit_per_day integer check (limit_per_day between 1 and 1000);

-- What two orders of one member for one limited pack or plan meet at (decision 41). `version` grows with every such order.
create table oms_purchase_guard (
  member_id bigint not null references ums_member (id),
  product_type product_type not null,
  goods_id bigint not null,
  version integer not null,
  primary key (member_id, product_type, goods_id)
);
