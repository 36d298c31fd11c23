import { z } from "zod";

export interface SegmentView {
  id: number;
  orderSn: string;
  planCode: string;
  planName: string;
  billingCycle: "monthly" | "yearly";
  startDate: string;
  endDate: string;
  status: "ACTIVE" | "FROZEN" | "EXPIRED" | "REFUNDED";
}

/** The plan that counts now; null when none runs. `segments` is the line of periods, oldest first. */
export interface CurrentSubscriptionView {
  planCode: string;
  planName: string;
  planLevel: number;
  startDate: string;
  /** The end of the last period that follows without a gap. */
  endDate: string;
  billingCycle: "monthly" | "yearly";
  segments: SegmentView[];
}

export const previewPurchaseQuery = z.strictObject({
  planId: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "应为套餐的编号")
    .transform(Number),
  billingCycle: z.enum(["monthly", "yearly"]),
});
export type PreviewPurchaseQuery = z.infer<typeof previewPurchaseQuery>;

/** What buying a plan now would do, for the step before paying. */
export interface PurchasePreviewView {
  /** EXTEND: continues after the end of the same plan. START: begins at once. */
  effect: "EXTEND" | "START";
  startDate: string;
  endDate: string;
  /** One Chinese sentence: "延长至 …" or "立即生效，有效期至 …". */
  text: string;
  /** Set when a plan of a higher level runs beside it and counts first. */
  note: string | null;
}
