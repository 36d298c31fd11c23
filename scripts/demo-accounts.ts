/** Accounts of the demo and of the browser tests. The passwords are public: they are never added to a shop others can reach. */
export const DEMO_ACCOUNTS = [
  { email: "member@demo.test", password: "demo-member-2026", name: "演示买家", role: "MEMBER" },
  { email: "admin@demo.test", password: "demo-admin-2026", name: "演示管理员", role: "ADMIN" },
  { email: "support@demo.test", password: "demo-support-2026", name: "演示客服", role: "SUPPORT" },
  { email: "finance@demo.test", password: "demo-finance-2026", name: "演示财务", role: "FINANCE" },
] as const;
