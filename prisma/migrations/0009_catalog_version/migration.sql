-- Every change of the catalogue, whoever makes it, raises its version and tells who listens, both in the transaction of the
-- change (docs/rules.md R72).
create table pms_catalog_version (
  id smallint primary key default 1 check (id = 1),
  -- Microseconds since 1970 where that is more than one further: a version is not used again after a restore.
  version bigint not null
);
insert into pms_catalog_version (version) values ((extract(epoch from clock_timestamp()) * 1000000)::bigint);

create function raise_catalog_version() returns trigger language plpgsql as $$
declare
  raised bigint;
begin
  -- The row's lock puts changes in the order of their commits.
  insert into pms_catalog_version as it (version) values ((extract(epoch from clock_timestamp()) * 1000000)::bigint)
    on conflict (id) do update set version = greatest(it.version + 1, excluded.version)
    returning version into raised;
  perform pg_notify('zhangfang_catalog', raised::text);
  return null;
end $$;

create trigger pms_credit_product_catalog_version after insert or update or delete or truncate on pms_credit_product
  for each statement execute function raise_catalog_version();
create trigger ums_subscription_plans_catalog_version after insert or update or delete or truncate on ums_subscription_plans
  for each statement execute function raise_catalog_version();
-- Also in a session that loads data as a replica does.
alter table pms_credit_product enable always trigger pms_credit_product_catalog_version;
alter table ums_subscription_plans enable always trigger ums_subscription_plans_catalog_version;
