import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { queryText } from "./envelope.ts";
import { count, words } from "./values.ts";

interface Account {
  /** As finance calls it. */
  readonly name: string;
  /** The side on which it stands. */
  readonly side: "DEBIT" | "CREDIT";
  /** What is posted to it, in one sentence. */
  readonly holds: string;
}

/** The chart of accounts (docs/rules.md R121), in the order of a balance: what we have, what we owe, what was earned and spent. */
export const ACCOUNTS = {
  CHANNEL: { name: "应收支付宝", side: "DEBIT", holds: "买家付进支付宝、还没有退回的钱，减去手续费" },
  OTHER_MONEY: { name: "另行退还的资金", side: "CREDIT", holds: "没有经过支付宝、由人另行退给买家的钱" },
  REFUND_PENDING: { name: "退款待结转", side: "DEBIT", holds: "已批准的退款，在收回商品之前" },
  UNDELIVERED: { name: "合同负债—待发放", side: "CREDIT", holds: "收了钱、商品还没有发放的订单" },
  DEFERRED_CREDITS: { name: "合同负债—积分", side: "CREDIT", holds: "买家还没有用的积分，按买价折算" },
  DEFERRED_PLANS: { name: "合同负债—套餐", side: "CREDIT", holds: "套餐还没有用的天数，按买价折算" },
  REFUNDS_PAYABLE: { name: "应付退款", side: "CREDIT", holds: "已批准、还没有退成的退款" },
  STRAYS: { name: "待退多余款", side: "CREDIT", holds: "没有买下东西的付款，还没有开始退的" },
  OPENING: { name: "期初结转", side: "CREDIT", holds: "启用这本账之前已经发生的" },
  REVENUE_CREDITS: { name: "营业收入—积分", side: "CREDIT", holds: "用掉的积分" },
  REVENUE_PLANS: { name: "营业收入—套餐", side: "CREDIT", holds: "过去的套餐天数" },
  BREAKAGE: { name: "过期未用收入", side: "CREDIT", holds: "到期没有用的积分" },
  REFUND_DIFFERENCE: { name: "退款差额", side: "DEBIT", holds: "退的钱多于收回的商品；少于的记在贷方" },
  FEES: { name: "手续费", side: "DEBIT", holds: "支付宝账单上的服务费" },
  DIFFERENCES: { name: "对账差异核销", side: "DEBIT", holds: "人决定核销的账单差异" },
} as const satisfies Readonly<Record<string, Account>>;

export type JournalAccount = keyof typeof ACCOUNTS;
export const ACCOUNT_CODES = Object.keys(ACCOUNTS) as JournalAccount[];

/** What happened, in words for finance. */
export const KIND_TEXTS = {
  PAID: "收到付款",
  STRAY_PAID: "收到多余的付款",
  DELIVERED: "发放商品",
  SPENT: "使用积分",
  REVERSED: "归还积分",
  EXPIRED: "积分到期",
  CORRECTED: "更正收回积分",
  TAKEN_BACK: "退款收回商品",
  DAYS_USED: "确认套餐天数",
  REFUND_ACCEPTED: "批准退款",
  REFUND_PAID: "退款退成",
  REFUND_DROPPED: "退款没有退成",
  REFUND_CLOSED: "结转退款差额",
  FEE: "支付宝手续费",
  WRITTEN_OFF: "核销账单差异",
  OPENING: "期初",
} as const;

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "应为 2000 年到 2099 年之间的月份，如 2026-01");

const balance = z.int().describe("借方减贷方，单位分；负数是贷方余额");
const sums = {
  opening: balance,
  debit: count.describe("本月借方，单位分"),
  credit: count.describe("本月贷方，单位分"),
  closing: balance,
};

const trialBalanceView = z
  .strictObject({
    month: z.string().describe("北京时间的月份，如 2026-01"),
    accounts: z
      .array(z.strictObject({ account: z.enum(ACCOUNT_CODES), name: words, holds: words, ...sums }))
      .describe("每个科目一行，没有发生额的也在内"),
    total: z.strictObject(sums).describe("各行之和：期初与期末总是零，借方等于贷方"),
  })
  .meta({ id: "TrialBalance" });
export type TrialBalanceView = z.infer<typeof trialBalanceView>;

export const journalEndpoints = {
  "GET /api/admin/journal": {
    access: "admin",
    permission: "exports:read",
    summary: "试算平衡：一个月里各科目的期初、借方、贷方与期末",
    query: z.strictObject({ month: queryText(month).describe("哪个月；不给：这个月") }),
    answer: trialBalanceView,
  },
} satisfies EndpointTable;
