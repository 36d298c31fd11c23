import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { dayRangeQuery } from "./exports.ts";
import { count, credits, productTypeCode, words } from "./values.ts";

/** The most days that are summed at once. */
export const INSIGHT_DAYS = 366;

const fen = count.describe("金额，单位分");
const milliseconds = count.nullable().describe("毫秒；null：没有发放过");

/** What happened to orders and money. */
const sums = {
  ordersMade: count.describe("下了多少单"),
  ordersPaid: count.describe("多少单收到付款，按付款的时间"),
  paidFen: fen.describe("收到多少分，多付的也在内"),
  refundedFen: fen.describe("退回多少分，按办完的时间"),
};

const quality = {
  successRate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("这些订单里收了钱的，有多少已发放、或已退回、正在退；null：没有收钱的订单"),
  deliveryMedianMs: milliseconds.describe("从付款到发放，中位数，毫秒；null：没有发放过"),
  deliveryP99Ms: milliseconds.describe("99% 在多少毫秒之内；null：没有发放过"),
};

const insightDay = z.strictObject({
  day: z.iso.date().describe("北京时间的一天"),
  ...sums,
  ...quality,
  expiredCredits: credits.describe("没有用完就到期的积分"),
});
export type InsightDay = z.infer<typeof insightDay>;

const insightProduct = z.strictObject({ productType: productTypeCode.nullable(), name: words, ...sums });
export type InsightProduct = z.infer<typeof insightProduct>;

const insightsView = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    days: z.array(insightDay).describe("每天一行，早的在前"),
    total: z.strictObject({ ...sums, ...quality, expiredCredits: credits }),
    products: z.array(insightProduct).describe("收款多的在前；最后一行可能是其余商品的合计，没有类型"),
    outstanding: z
      .strictObject({ paid: credits, bonus: credits })
      .describe("现在还欠着买家的积分：没有用、没有到期的，购买的与赠送的"),
  })
  .meta({ id: "Insights" });
export type InsightsView = z.infer<typeof insightsView>;

export const insightEndpoints = {
  "GET /api/admin/insights": {
    access: "admin",
    permission: "insights:read",
    summary: `经营：一段日子里每天的订单、收款、退款、成功率与发放用时，最多 ${INSIGHT_DAYS} 天`,
    query: z.strictObject(dayRangeQuery),
    answer: insightsView,
  },
} satisfies EndpointTable;
