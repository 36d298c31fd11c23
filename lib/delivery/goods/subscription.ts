import { z } from "zod";
import { invariant } from "../../core/assert.ts";
import { beijingMinute } from "../../core/time.ts";
import type { Write } from "../../db/commit.ts";
import { listOpenSegments } from "../../subscriptions/get-current.ts";
import { getLine, type Line as PlanLine } from "../../subscriptions/get-line.ts";
import { addSegment, freezeSegment, moveSegments, releaseSegment, removeSegment } from "../../subscriptions/parts.ts";
import { afterRelease, afterRemoval, daysOf, nextPeriod, type Period } from "../../subscriptions/rules.ts";
import { segmentView } from "../../subscriptions/view.ts";
import { OVER, type Share } from "../rules.ts";
import { calculationLine, NO_PART, type GoodsKind } from "./kind.ts";

// As they are kept in the rows of refunds. Fields may be added here, none renamed or dropped: old refunds have them.
const SUM = z.object({
  type: z.literal("SUBSCRIPTION"),
  startDate: z.iso.datetime(),
  endDate: z.iso.datetime(),
  totalDays: z.int(),
  remainingDays: z.int(),
  begun: z.boolean(),
});

/** A period of a plan, behind the others of its line. */
export const subscription: GoodsKind = {
  /** One read, of the member's open periods. */
  async grant({ id: orderId, memberId, item }, { now }) {
    const { planId, planCode, planLevel, billingCycle, productName: planName } = item;
    invariant(planId && planCode && planLevel !== null && billingCycle, "an item of a plan is complete");
    const segments = await listOpenSegments(memberId, now);
    const samePlan = segments.filter((segment) => segment.planCode === planCode);
    const period = nextPeriod(samePlan, billingCycle, now);
    const last = samePlan.find((segment) => segment.endDate.getTime() === period.startDate.getTime()) ?? null;
    const segment = { memberId, orderId, planId, planCode, planLevel, planName, ...period };
    return (commit) => addSegment(commit, segment, last, now);
  },

  async look(orderId, now) {
    const { segment } = await getStandingLine(orderId);
    const standing = quotePeriod(segment, now);
    // A period that is over is not held: there is nothing to take back.
    const bought = () => NO_PART;
    if (segment.status === "EXPIRED")
      return { quoted: standing, standing: { ...standing, held: OVER }, isOver: true, hold: () => {}, bought };
    const hold: Write = (commit) => freezeSegment(commit, segment);
    return { quoted: standing, standing, isOver: standing.part === 0, hold, bought };
  },

  describe(quote) {
    const { startDate, endDate, totalDays, remainingDays, begun } = SUM.parse(quote.sum);
    const [from, to] = [startDate, endDate].map((iso) => beijingMinute(new Date(iso)));
    return [
      { label: "套餐周期", value: `${from} 至 ${to}` },
      { label: "总天数", value: `${totalDays} 天` },
      { label: "剩余整天", value: `${remainingDays} 天${begun ? "" : "（尚未开始，全额退回）"}` },
      calculationLine(remainingDays, totalDays, quote),
    ];
  },

  /** The period runs on with what was left of it. One read. */
  async giveBack({ orderId, heldSince }, now) {
    const { segment, later } = await getStandingLine(orderId);
    const [released, ...behind] = afterRelease([segment, ...later], heldSince, now);
    const last = later.find(({ endDate }) => endDate.getTime() === released.startDate.getTime()) ?? null;
    return (commit) => {
      releaseSegment(commit, released, last);
      moveSegments(commit, behind);
    };
  },

  /** The period leaves its line, and what stands behind it moves up. One read. */
  async takeBack({ orderId }, { now }) {
    const { segment, later } = await getStandingLine(orderId);
    return (commit) => {
      removeSegment(commit, segment);
      moveSegments(commit, afterRemoval(segment, later, now));
    };
  },

  /** A part of the money takes no days: the period runs on with what was left of it. One read. */
  takeWorth: (goods, gone, context) =>
    gone === "ALL" ? subscription.takeBack(goods, context) : subscription.giveBack(goods, context.now),

  /** Nor does a refund of a part: days are taken whole, because a shorter period would move those behind it. */
  async takePart(goods, _gone, keepsRest, { now }) {
    return { write: keepsRest ? () => {} : await subscription.giveBack(goods, now), rest: goods.held };
  },

  takenWords: () => "套餐余下的时间",

  async show(orderId) {
    const line = await getLine(orderId);
    return { lots: [], segment: line && segmentView(line.segment) };
  },
};

async function getStandingLine(orderId: bigint): Promise<PlanLine> {
  const line = await getLine(orderId);
  invariant(line, "a plan that was handed over has a period");
  return line;
}

/** Of the price, the share of the whole days that are still to come. */
export function quotePeriod(segment: Period & { readonly id: bigint }, now: Date): Share {
  const { total, remaining, begun } = daysOf(segment, now);
  const sum: z.input<typeof SUM> = {
    type: "SUBSCRIPTION",
    startDate: segment.startDate.toISOString(),
    endDate: segment.endDate.toISOString(),
    totalDays: total,
    remainingDays: remaining,
    begun,
  };
  // The line is found by its order; the number is for whoever reads the refund's row.
  const held = { type: "SUBSCRIPTION", segmentId: Number(segment.id) };
  return { sum, part: remaining, whole: total, held };
}
