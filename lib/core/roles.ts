/** Whom the operator's desk knows. MEMBER: a buyer, who sees nothing of it. */
export const MEMBER_ROLES = ["MEMBER", "SUPPORT", "FINANCE", "ADMIN"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** What people may do at the desk, and which roles may beside ADMIN, who may do all of it (docs/rules.md R100). */
export const PERMISSIONS = {
  "today:read": ["SUPPORT", "FINANCE"],
  "orders:read": ["SUPPORT", "FINANCE"],
  "orders:act": ["SUPPORT"],
  "refunds:read": ["SUPPORT", "FINANCE"],
  "refunds:start": ["SUPPORT", "FINANCE"],
  "refunds:decide": ["FINANCE"],
  "invoices:read": ["SUPPORT", "FINANCE"],
  "invoices:decide": ["FINANCE"],
  "alerts:read": ["SUPPORT", "FINANCE"],
  "alerts:close": ["SUPPORT", "FINANCE"],
  "members:read": ["SUPPORT", "FINANCE"],
  "members:manage": [],
  "books:read": ["FINANCE"],
  "books:decide": ["FINANCE"],
  "catalogue:read": ["SUPPORT", "FINANCE"],
  "catalogue:manage": [],
  "exports:read": ["FINANCE"],
  "audit:read": ["FINANCE"],
  "insights:read": ["FINANCE"],
  "sales:switch": [],
  "keys:manage": [],
  "settings:manage": [],
} as const satisfies Record<string, readonly MemberRole[]>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether people of this role may do it. */
export function may(role: MemberRole, permission: Permission): boolean {
  const roles: readonly MemberRole[] = PERMISSIONS[permission];
  return role === "ADMIN" || roles.includes(role);
}

/** Whether the desk exists for this role. */
export function isStaff(role: MemberRole): boolean {
  return role !== "MEMBER";
}
