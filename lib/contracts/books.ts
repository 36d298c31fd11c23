import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { count, instant, words, yuan } from "./values.ts";

/** An invariant and the number of violating rows. */
const invariantView = z.strictObject({
  id: z.string(),
  holds: words.describe("必须成立的事"),
  offending: count.nullable().describe("违反它的记录数；null：检查没有做完"),
  subjects: z.array(words).readonly().describe("违反它的前几条"),
});
export type InvariantView = z.infer<typeof invariantView>;

/** Alipay's bill of one Beijing day. */
const billDayView = z.strictObject({
  day: z.iso.date().describe("北京时间的一天"),
  status: z.enum(["WAITING", "IMPORTED", "RECONCILED"]),
  tradeCount: count.nullable().describe("账单未到时为 null"),
  tradeAmount: yuan.nullable(),
  refundCount: count.nullable(),
  refundAmount: yuan.nullable(),
  nextCheckTime: instant.nullable(),
});
export type BillDayView = z.infer<typeof billDayView>;

const booksView = z
  .strictObject({
    invariants: z.array(invariantView),
    bills: z.array(billDayView).describe("最近的日子在前"),
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

export const bookEndpoints = {
  "GET /api/admin/books": { access: "admin", summary: "对账：不变量与每天的账单", answer: booksView },
  "GET /api/admin/today": { access: "admin", summary: "今天的收支与待办", answer: todayView },
} satisfies EndpointTable;
