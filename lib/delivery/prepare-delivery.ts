import type { Snapshot } from "../catalog/rules.ts";
import type { Context } from "../core/context.ts";
import { after, DAY_MS } from "../core/time.ts";
import { grantLots } from "../credits/parts.ts";
import type { Part } from "../db/commit.ts";
import { listOpenSegments } from "../subscriptions/get-current.ts";
import { addSegment } from "../subscriptions/parts.ts";
import { nextPeriod } from "../subscriptions/rules.ts";

export interface OrderToDeliver {
  readonly id: bigint;
  readonly memberId: bigint;
  readonly snapshot: Snapshot;
}

/**
 * The parts that hand over what the order bought, for the caller's commit: lots of credits, or a period of a plan.
 * Credits need no read; a plan needs one, of the member's open periods.
 */
export async function prepareDelivery(order: OrderToDeliver, { now, actor }: Context): Promise<Part[]> {
  const { snapshot, memberId, id: orderId } = order;
  if (snapshot.type === "CREDITS") {
    const expireTime = snapshot.validDays === null ? null : after(now, snapshot.validDays * DAY_MS);
    const { creditAmount, bonusCredits, productName: reason } = snapshot;
    return grantLots({ memberId, orderId, creditAmount, bonusCredits, expireTime, reason, actor }, now);
  }
  const segments = await listOpenSegments(memberId, now);
  const samePlan = segments.filter((segment) => segment.planCode === snapshot.planCode);
  const period = nextPeriod(samePlan, snapshot.billingCycle, now);
  const last = samePlan.find((segment) => segment.endDate.getTime() === period.startDate.getTime()) ?? null;
  const { planId, planCode, planLevel, billingCycle, productName: planName } = snapshot;
  return addSegment({ memberId, orderId, planId, planCode, planLevel, billingCycle, planName, ...period }, last, now);
}
