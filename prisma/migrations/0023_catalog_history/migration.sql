-- Every version of a pack and of a plan is kept with who made it and why (docs/rules.md R101). The database numbers and keeps
-- the versions itself, so that a change by SQL, or by a process of the release before, is a version too (decision 40).
alter table pms_credit_product
  add column version integer not null default 1,
  add column changed_by text not null default 'sql',
  add column change_reason text not null default '';
alter table ums_subscription_plans
  add column version integer not null default 1,
  add column changed_by text not null default 'sql',
  add column change_reason text not null default '';

create table pms_catalog_history (
  goods_type product_type not null,
  goods_id bigint not null,
  version integer not null,
  -- The columns of its row that say what is sold.
  content jsonb not null,
  actor text not null,
  reason text not null,
  create_time timestamptz not null default now(),
  primary key (goods_type, goods_id, version)
);
create trigger pms_catalog_history_append_only before update or delete on pms_catalog_history
  for each row execute function refuse_change();

-- A change by somebody who knows nothing of versions gets the next number, and no name.
create function number_goods_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.changed_by := 'sql';
  new.change_reason := '';
  new.update_time := now();
  return new;
end $$;
create trigger pms_credit_product_version before update on pms_credit_product for each row
  when (old.* is distinct from new.* and new.version = old.version) execute function number_goods_version();
create trigger ums_subscription_plans_version before update on ums_subscription_plans for each row
  when (old.* is distinct from new.* and new.version = old.version) execute function number_goods_version();

create function goods_content(goods jsonb) returns jsonb language sql immutable as $$
  select goods - array['id', 'version', 'changed_by', 'change_reason', 'create_time', 'update_time']
$$;

create function keep_goods_version() returns trigger language plpgsql as $$
begin
  insert into pms_catalog_history (goods_type, goods_id, version, content, actor, reason, create_time)
    values (tg_argv[0]::product_type, new.id, new.version, goods_content(to_jsonb(new)), new.changed_by, new.change_reason,
      new.update_time)
    on conflict do nothing;
  return null;
end $$;
create trigger pms_credit_product_history after insert or update on pms_credit_product
  for each row execute function keep_goods_version('CREDITS');
create trigger ums_subscription_plans_history after insert or update on ums_subscription_plans
  for each row execute function keep_goods_version('SUBSCRIPTION');

insert into pms_catalog_history (goods_type, goods_id, version, content, actor, reason, create_time)
  select 'CREDITS'::product_type, id, version, goods_content(to_jsonb(p)), changed_by, change_reason, update_time from pms_credit_product p
  union all
  select 'SUBSCRIPTION'::product_type, id, version, goods_content(to_jsonb(p)), changed_by, change_reason, update_time
  from ums_subscription_plans p;

-- The version that an order was placed under, and what the plan promised then (docs/rules.md R102).
alter table oms_order_item
  add column goods_version integer,
  add column plan_features text[] not null default '{}';

-- An order that a process of the release before places names no version: the database fills it in.
create function name_goods_version() returns trigger language plpgsql as $$
begin
  if new.plan_id is null then
    select version into new.goods_version from pms_credit_product where id = new.product_id;
  else
    select version, features into new.goods_version, new.plan_features from ums_subscription_plans where id = new.plan_id;
  end if;
  return new;
end $$;
create trigger oms_order_item_goods_version before insert on oms_order_item for each row
  when (new.goods_version is null) execute function name_goods_version();

-- Nobody knows the version of an older order. From here on it keeps what its plan promises today.
update oms_order_item i set plan_features = p.features from ums_subscription_plans p where p.id = i.plan_id;
