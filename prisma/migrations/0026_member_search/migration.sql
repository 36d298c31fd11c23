-- Whom an operator looks for, by how their address or their name begins (docs/rules.md R106).
create index ums_member_email_prefix_idx on ums_member (email text_pattern_ops);
create index ums_member_name_prefix_idx on ums_member (lower(name) text_pattern_ops);
