-- Credits that the product's own back end gives (docs/rules.md R139). In a migration of its own: PostgreSQL uses a new value of
-- an enum only once it is committed.
alter type credit_origin add value 'SERVICE';
