import type { Snapshot } from "../catalog/rules.ts";
import type { Context } from "../core/context.ts";
import { after, DAY_MS } from "../core/time.ts";
import { grantLots } from "../credits/parts.ts";
import type { Write } from "../db/commit.ts";
import { listOpenSegments } from "../subscriptions/get-current.ts";
import { addSegment } from "../subscriptions/parts.ts";
import { nextPeriod } from "../subscriptions/rules.ts";

export interface OrderToDeliver {
  readonly id: bigint;
  readonly memberId: bigint;
  readonly snapshot: Snapshot;
}

/**
 * What hands over what the order bought, to be added to the caller's commit: lots of credits, or a period of a plan.
 * Credits need no read; a plan needs one, of the member's open periods.
 */
export async function prepareDelivery(order: OrderToDeliver, context: Context): Promise<Write> {
  const { now } = context;
  const { snapshot, memberId, id: orderId } = order;
  if (snapshot.type === "CREDITS") {
    const expireTime = snapshot.validDays === null ? null : after(now, snapshot.validDays * DAY_MS);
    const { creditAmount, bonusCredits, productName: reason } = snapshot;
    const grant = { memberId, orderId, creditAmount, bonusCredits, expireTime, reason };
    return (commit) => grantLots(commit, grant, context);
  }
  const segments = await listOpenSegments(memberId, now);
  const samePlan = segments.filter((segment) => segment.planCode === snapshot.planCode);
  const period = nextPeriod(samePlan, snapshot.billingCycle, now);
  const last = samePlan.find((segment) => segment.endDate.getTime() === period.startDate.getTime()) ?? null;
  const { planId, planCode, planLevel, billingCycle, productName: planName } = snapshot;
  const segment = { memberId, orderId, planId, planCode, planLevel, billingCycle, planName, ...period };
  return (commit) => addSegment(commit, segment, last, now);
}
