import { wordOfCycle } from "../contracts/catalog.ts";
import type { CurrentSubscriptionView, PurchasePreviewView, SegmentView } from "../contracts/subscriptions.ts";
import { beijingMinute } from "../core/time.ts";
import { countingSegment, endOfLine, type Preview } from "./rules.ts";
import type { StoredSegment } from "./store.ts";

export function segmentView(segment: StoredSegment): SegmentView {
  const { id, orderSn, planCode, planName, planFeatures, billingCycle, startDate, endDate, status } = segment;
  return {
    id: Number(id),
    orderSn,
    planCode,
    planName,
    features: planFeatures,
    billingCycle: wordOfCycle(billingCycle),
    startDate: startDate.toISOString(),
    endDate: endDate.toISOString(),
    status,
  };
}

/** A frozen period does not count. */
export function currentSubscriptionView(segments: StoredSegment[], now: Date): CurrentSubscriptionView | null {
  const active = segments.filter((segment) => segment.status === "ACTIVE");
  const current = countingSegment(active, now);
  if (!current) return null;
  return {
    planCode: current.planCode,
    planName: current.planName,
    planLevel: current.planLevel,
    features: current.planFeatures,
    startDate: current.startDate.toISOString(),
    endDate: endOfLine(current, active).toISOString(),
    billingCycle: wordOfCycle(current.billingCycle),
    segments: segments.map(segmentView),
  };
}

export function purchasePreviewView({
  effect,
  startDate,
  endDate,
  higher,
}: Preview<StoredSegment>): PurchasePreviewView {
  const until = beijingMinute(endDate);
  return {
    effect,
    startDate: startDate.toISOString(),
    endDate: endDate.toISOString(),
    text:
      effect === "EXTEND" ? `从 ${beijingMinute(startDate)} 起接着算，延长至 ${until}` : `立即生效，有效期至 ${until}`,
    note: higher ? `「${higher.planName}」等级更高，到 ${beijingMinute(higher.endDate)} 之前先按它计算` : null,
  };
}
