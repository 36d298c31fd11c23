-- What the shop is called, and what its pages must point to (docs/rules.md R115). Null: not set.
alter table sys_settings add column shop_name text check (shop_name ~ '\S' and length(shop_name) <= 30);
alter table sys_settings add column terms_url text check (terms_url like 'https://%' and length(terms_url) <= 500);
alter table sys_settings add column privacy_url text check (privacy_url like 'https://%' and length(privacy_url) <= 500);
alter table sys_settings add column filing_number text check (filing_number ~ '\S' and length(filing_number) <= 60);
