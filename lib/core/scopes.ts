/** What a service key may do, each by a word of its own (docs/rules.md R135). The database's check has the same list. */
export const SERVICE_SCOPES = ["read", "customers", "checkout", "credits", "grants", "refunds", "webhooks"] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];
