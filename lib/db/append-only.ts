/**
 * The tables that may only grow (decision 6): each has a trigger `<table>_append_only` that refuses every change of a row.
 * The audit and the doctor look whether the triggers stand.
 */
export const APPEND_ONLY_TABLES = [
  "sys_audit_log",
  "oms_order_event",
  "ums_credit_ledger",
  "oms_payment_evidence",
  "oms_bill_line",
  "oms_month_closing",
  "oms_month_account",
  "pms_catalog_history",
  "oms_journal_entry",
  "ums_credit_grant",
] as const;
