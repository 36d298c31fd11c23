import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import type { DeliveryStatus, ProductType } from "../core/states.ts";
import { after } from "../core/time.ts";
import { getOrderLots } from "../credits/get-order-lots.ts";
import { freezeLots, releaseLots, takeLots } from "../credits/parts.ts";
import type { Commit, Write } from "../db/commit.ts";
import { getLine } from "../subscriptions/get-line.ts";
import { freezeSegment, moveSegments, releaseSegment, removeSegment } from "../subscriptions/parts.ts";
import { afterRelease, afterRemoval } from "../subscriptions/rules.ts";
import { withholdDelivery } from "./parts.ts";
import { LOOK_AGAIN_MS, takeable, type Goods, type HeldGoods, type SegmentFacts } from "./rules.ts";

export interface DeliveredOrder {
  readonly id: bigint;
  readonly productType: ProductType;
  readonly deliveryStatus: DeliveryStatus;
}

/** What the order handed over, as it stands now. One read, none when the goods are still owed. */
export async function getGoods({ id, productType, deliveryStatus }: DeliveredOrder, now: Date): Promise<Goods> {
  if (deliveryStatus !== "DELIVERED") return { type: "NONE" };
  if (productType === "CREDITS") return { type: "CREDITS", lots: await getOrderLots(id, now) };
  return { type: "SUBSCRIPTION", ...(await getStandingLine(id)) };
}

async function getStandingLine(orderId: bigint): Promise<{ segment: SegmentFacts; later: readonly SegmentFacts[] }> {
  const line = await getLine(orderId);
  invariant(line, "a delivered plan has a period");
  return line;
}

/** Holds all that is left of the goods. Conflicts when they moved since they were looked at, or went out meanwhile. */
export function freezeGoods(commit: Commit, orderId: bigint, goods: Goods, now: Date): void {
  switch (goods.type) {
    case "NONE":
      return withholdDelivery(commit, orderId, after(now, LOOK_AGAIN_MS));
    case "CREDITS": {
      const lots = goods.lots.map((lot) => ({ lotId: lot.id, amount: takeable(lot, now), was: lot }));
      return freezeLots(
        commit,
        lots.filter((lot) => lot.amount > 0),
      );
    }
    case "SUBSCRIPTION":
      return freezeSegment(commit, goods.segment);
  }
}

function lotsOf(held: HeldGoods & { type: "CREDITS" }) {
  return held.lots.map(({ lotId, amount }) => ({ lotId: BigInt(lotId), amount }));
}

/** Gives back what was held since `frozenAt`: credits at once, a plan with what was left of it. One read for a plan. */
export async function releaseGoods(orderId: bigint, held: HeldGoods, frozenAt: Date, now: Date): Promise<Write> {
  switch (held.type) {
    case "NONE":
      return (commit) => withholdDelivery(commit, orderId, now);
    case "CREDITS":
      return (commit) => releaseLots(commit, lotsOf(held));
    case "SUBSCRIPTION": {
      const { segment, later } = await getStandingLine(orderId);
      const [released, ...behind] = afterRelease([segment, ...later], frozenAt, now);
      const last = later.find(({ endDate }) => endDate.getTime() === released.startDate.getTime()) ?? null;
      return (commit) => {
        releaseSegment(commit, released, last);
        moveSegments(commit, behind);
      };
    }
  }
}

export interface RefundedOrder {
  readonly orderId: bigint;
  readonly memberId: bigint;
  readonly productName: string;
  readonly refundId: bigint;
}

/** Takes back what was held: credits off lots and balance, a period out of its line. One read for a plan. */
export async function takeBackGoods(order: RefundedOrder, held: HeldGoods, context: Context): Promise<Write> {
  const { orderId, memberId, productName, refundId } = order;
  switch (held.type) {
    case "NONE":
      return (commit) => withholdDelivery(commit, orderId, null);
    case "CREDITS": {
      const reason = `退款收回：${productName}`;
      const booking = { memberId, type: "TAKE_BACK", lots: lotsOf(held), reason, refundId } as const;
      return (commit) => takeLots(commit, booking, context);
    }
    case "SUBSCRIPTION": {
      const { segment, later } = await getStandingLine(orderId);
      return (commit) => {
        removeSegment(commit, segment);
        moveSegments(commit, afterRemoval(segment, later, context.now));
      };
    }
  }
}
