-- The operator's people (docs/rules.md R100). The values are only named here, because a new value of an enum may not be used in the
-- transaction that adds it.
alter type member_role add value 'SUPPORT';
alter type member_role add value 'FINANCE';
