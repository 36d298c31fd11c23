import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { count, instant, netYuan, words, yuan } from "./values.ts";

/** An invariant and the number of violating rows. */
const invariantView = z.strictObject({
  id: z.string(),
  holds: words.describe("必须成立的事"),
  offending: count.nullable().describe("违反它的记录数；null：检查没有做完"),
  subjects: z.array(words).readonly().describe("违反它的前几条"),
});
export type InvariantView = z.infer<typeof invariantView>;

/** Lines of a bill that could not be compared, for one reason. */
const setAsideView = z.strictObject({
  word: words.describe("账单上的业务类型，或缺什么"),
  count,
  amount: netYuan,
});

/** Alipay's bill of one Beijing day. */
const billDayView = z.strictObject({
  day: z.iso.date().describe("北京时间的一天"),
  status: z.enum(["WAITING", "IMPORTED", "RECONCILED"]),
  tradeCount: count.nullable().describe("账单未到时为 null"),
  tradeAmount: yuan.nullable(),
  refundCount: count.nullable(),
  refundAmount: yuan.nullable(),
  isQuiet: z.boolean().describe("没有账单、账上也没有收支的一天，不等账单就核对完了"),
  foreignCount: count.describe("同一商户账号下别的应用的笔数，不逐笔核对"),
  foreignAmount: netYuan,
  setAside: z.array(setAsideView).describe("不是付款也不是退款、或没有单号的行，按原因；不逐笔核对"),
  nextCheckTime: instant.nullable(),
});
export type BillDayView = z.infer<typeof billDayView>;

const booksView = z
  .strictObject({
    invariants: z.array(invariantView),
    bills: z.array(billDayView).describe("最近的日子在前"),
    foreignNotices: z
      .strictObject({ count, amount: yuan })
      .describe("同一商户账号下别的应用的通知，最近 31 天：有几条，合计多少元；不提醒"),
  })
  .meta({ id: "Books" });
export type BooksView = z.infer<typeof booksView>;

/** Totals of the current Beijing day, and open work. */
const todayView = z
  .strictObject({
    day: z.iso.date().describe("北京时间的今天"),
    ordersMade: count,
    paymentCount: count,
    paidAmount: yuan,
    refundCount: count,
    refundedAmount: yuan,
    openAlerts: count,
    refundsToReview: count,
    deliveriesToMake: count,
  })
  .meta({ id: "Today" });
export type TodayView = z.infer<typeof todayView>;

const timing = z.strictObject({
  limitMs: count.describe("应在多少毫秒之内"),
  count: count.describe("本进程启动以来做了多少次；4xx 不算"),
  withinLimit: count,
  p99Ms: z.number().nullable().describe("99% 在多少毫秒之内（直方图的档）；没有做过、或超出最大一档为 null"),
});

const outcomes = z.strictObject({
  open: count.describe("还在等付款"),
  paid: count.describe("收了钱：已交付，或退款已开始、已完成"),
  closed: count.describe("没有付款就关闭"),
  lost: count.describe("收了钱，还没有交付、也没有退回"),
});

const sources = z.strictObject({
  notify: count.describe("由异步通知得知"),
  query: count.describe("由主动查询得知"),
  bill: count.describe("由每日账单得知"),
});

/** The acceptance figures: what this process did since it began, and the orders and payments of the last 24 hours. */
const acceptanceView = z
  .strictObject({
    processStartTime: instant,
    creation: timing.describe("下单"),
    notify: timing.describe("回调处理"),
    noticesBelieved: count.describe("验签通过的通知"),
    noticesSettled: count.describe("其中已落库并回答 success 的"),
    orders: outcomes.describe("近 24 小时创建的订单"),
    payments: sources.describe("近 24 小时的付款，由什么得知"),
  })
  .meta({ id: "Acceptance" });
export type AcceptanceView = z.infer<typeof acceptanceView>;

export const bookEndpoints = {
  "GET /api/admin/acceptance": {
    access: "admin",
    permission: "today:read",
    summary: "验收指标：下单、回调、成功率",
    answer: acceptanceView,
  },
  "GET /api/admin/books": {
    access: "admin",
    permission: "books:read",
    summary: "对账：不变量与每天的账单",
    answer: booksView,
  },
  "GET /api/admin/today": { access: "admin", permission: "today:read", summary: "今天的收支与待办", answer: todayView },
} satisfies EndpointTable;
