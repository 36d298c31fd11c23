-- From where the months of a period's line are counted (docs/rules.md R30). Null: from its own start, as until now.
alter table ums_member_subscriptions add column anchor_date timestamptz;
