import { z } from "zod";
import { billingCycleWord } from "./catalog.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText } from "./envelope.ts";
import { instant, words } from "./values.ts";

const features = z.array(words).describe("买的时候套餐写明的权益，后来的修改不影响");

export const segmentView = z
  .strictObject({
    id: idSchema,
    orderSn: z.string(),
    planCode: z.string(),
    planName: z.string(),
    features,
    billingCycle: billingCycleWord,
    startDate: instant,
    endDate: instant,
    status: z.enum(["ACTIVE", "FROZEN", "EXPIRED", "REFUNDED"]),
  })
  .meta({ id: "PlanPeriod" });
export type SegmentView = z.infer<typeof segmentView>;

const currentSubscriptionView = z
  .strictObject({
    planCode: z.string(),
    planName: z.string(),
    planLevel: z.int(),
    features,
    startDate: instant,
    endDate: instant.describe("不间断的最后一期的结束时间"),
    billingCycle: billingCycleWord,
    segments: z.array(segmentView).describe("全部各期，最早的在前"),
  })
  .meta({ id: "CurrentSubscription" });
/** The plan that counts now. */
export type CurrentSubscriptionView = z.infer<typeof currentSubscriptionView>;

export const previewPurchaseQuery = z.strictObject({
  planId: idText("应为套餐的编号", 9),
  billingCycle: billingCycleWord,
});
export type PreviewPurchaseQuery = z.infer<typeof previewPurchaseQuery>;

/** What buying a plan now would do, for the step before paying. */
const purchasePreviewView = z.strictObject({
  effect: z.enum(["EXTEND", "START"]).describe("EXTEND：接在同一套餐之后 · START：立即开始"),
  startDate: instant,
  endDate: instant,
  text: words.describe("一句话说明"),
  note: words.nullable().describe("另有更高等级的套餐同时有效时的说明"),
});
export type PurchasePreviewView = z.infer<typeof purchasePreviewView>;

export const subscriptionEndpoints = {
  "GET /api/subscription/current": {
    access: "member",
    portal: true,
    summary: "现在有效的套餐；没有时为 null",
    answer: currentSubscriptionView.nullable(),
  },
  "GET /api/subscription/preview": {
    access: "member",
    portal: true,
    summary: "现在买这个套餐会怎样",
    query: previewPurchaseQuery,
    answer: purchasePreviewView,
    errors: ["PLAN_NOT_FOUND", "TERM_NOT_FOUND", "SALES_STOPPED"],
  },
} satisfies EndpointTable;
