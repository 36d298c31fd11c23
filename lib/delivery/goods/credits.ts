import { z } from "zod";
import { invariant } from "../../core/assert.ts";
import { after, DAY_MS } from "../../core/time.ts";
import { getOrderLots, type OrderLot } from "../../credits/get-order-lots.ts";
import { grantLots } from "../../credits/grant-parts.ts";
import { bookLots, changeLots, freezeLots, releaseLots, takeLots, type Ending } from "../../credits/parts.ts";
import { takeable } from "../../credits/rules.ts";
import { grantedLotView } from "../../credits/view.ts";
import type { Context } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Commit } from "../../db/commit.ts";
import type { Kept, Line, Quoted, Share } from "../rules.ts";
import { calculationLine, type GoodsKind, type HeldGoods, type MoneyGone, type StandingGoods } from "./kind.ts";

// As they are kept in the rows of refunds. Fields may be added here, none renamed or dropped: old refunds have them.
const SUM = z.object({
  type: z.literal("CREDITS"),
  granted: z.int(),
  used: z.int(),
  unused: z.int(),
  bonusGranted: z.int(),
  bonusTaken: z.int(),
});
const HELD = z.object({
  type: z.literal("CREDITS"),
  lots: z.array(z.object({ lotId: z.int().transform(BigInt), amount: z.int() })),
});

/** Lots of credits: a paid one and, where there is one, a bonus. */
export const credits: GoodsKind = {
  async grant({ id: orderId, memberId, item }, context) {
    const { creditAmount, bonusCredits, validDays, productName: reason } = item;
    invariant(creditAmount !== null && bonusCredits !== null, "an item of credits is complete");
    const expireTime = validDays === null ? null : after(context.now, validDays * DAY_MS);
    const grant = { memberId, orderId, creditAmount, bonusCredits, expireTime, reason };
    return (commit) => grantLots(commit, grant, context);
  },

  async look(orderId, now) {
    return standingLots(await getOrderLots(orderId, now), now);
  },

  describe(quote) {
    const sum = SUM.parse(quote.sum);
    return [
      { label: "购买积分", value: `${sum.granted}` },
      { label: "已使用", value: `${sum.used}` },
      { label: "未使用", value: `${sum.unused}` },
      ...bonusLines(sum),
      calculationLine(sum.unused, sum.granted, quote),
    ];
  },

  async giveBack({ held }) {
    const { lots } = HELD.parse(held);
    return (commit) => releaseLots(commit, lots);
  },

  async takeBack({ held, orderId, memberId, refundId, productName }, context) {
    const { lots } = HELD.parse(held);
    const reason = `退款收回：${productName}`;
    return (commit) => takeLots(commit, orderId, { memberId, type: "TAKE_BACK", lots, reason, refundId }, context);
  },

  /**
   * All of the money: all that is left of the lots, though more than was held. A part of it: as many of the paid credits as
   * it bought, rounded up, but none that are used.
   */
  async takeWorth(goods, gone, context) {
    const { held, orderId } = goods;
    const frozen = new Map(HELD.parse(held).lots.map(({ lotId, amount }) => [lotId, amount]));
    const lots = (await getOrderLots(orderId, context.now)).filter((lot) => gone === "ALL" || frozen.has(lot.id));
    if (gone === "ALL" && lots.some(({ reserved }) => reserved > 0))
      throw new AppError("ORDER_NOT_REFUNDABLE", { about: "有任务正在占用这笔订单的积分，任务结束后再登记" });
    const taken = lots.map((lot) => ({ lot, held: frozen.get(lot.id) ?? 0, amount: worthOf(lot, frozen, gone) }));
    const ending: Ending = { kinds: gone === "ALL" ? ["PAID", "BONUS"] : [], at: context.now };
    return (commit) => takeFrozen(commit, goods, { taken, ending }, context);
  },

  async show(orderId, now) {
    return { lots: (await getOrderLots(orderId, now)).map(grantedLotView), segment: null };
  },
};

/** What an order's lots hold once `more` is held too. */
export function heldTogether(held: Kept, more: Kept): Kept {
  const amounts = new Map<bigint, number>();
  for (const { lotId, amount } of [held, more].flatMap((one) => HELD.parse(one).lots))
    amounts.set(lotId, (amounts.get(lotId) ?? 0) + amount);
  return { type: "CREDITS", lots: [...amounts].map(([lotId, amount]) => ({ lotId: Number(lotId), amount })) };
}

/** How many credits of a lot go when this much money went back. */
function worthOf(lot: OrderLot, frozen: ReadonlyMap<bigint, number>, gone: MoneyGone): number {
  if (gone === "ALL") return lot.remaining;
  if (lot.kind !== "PAID") return 0;
  return Math.min(frozen.get(lot.id) ?? 0, Math.ceil((lot.granted * gone.goneFen) / gone.paidFen));
}

interface TakenLot {
  readonly lot: OrderLot;
  readonly held: number;
  readonly amount: number;
}

/** Takes the amounts, and releases what is left of what was held. Conflicts when a lot moved since it was read. */
function takeFrozen(
  commit: Commit,
  { memberId, refundId, productName }: HeldGoods,
  { taken, ending }: { readonly taken: readonly TakenLot[]; readonly ending: Ending },
  context: Context,
): void {
  changeLots(
    commit,
    taken.map(({ lot, held, amount }) => ({ lotId: lot.id, remaining: -amount, frozen: -held, was: lot })),
    ending,
  );
  const lots = taken.filter(({ amount }) => amount > 0).map(({ lot, amount }) => ({ lotId: lot.id, amount }));
  if (lots.length === 0) return;
  const reason = `支付宝另行退款，收回：${productName}`;
  bookLots(commit, { memberId, type: "TAKE_BACK", lots, reason, refundId }, context);
}

/** What these lots would bring, and how they are held. */
export function standingLots(lots: readonly OrderLot[], now: Date): StandingGoods {
  const held = heldOf(lots, now).map(({ lot, amount }) => ({ lotId: lot.id, amount, was: lot }));
  return {
    quoted: quoteLots(lots, now),
    standing: shareOfLots(lots, now),
    hold: (commit) => freezeLots(commit, held),
  };
}

/** Of each lot of which something is left, all that is left. */
function heldOf(lots: readonly OrderLot[], now: Date): { lot: OrderLot; amount: number }[] {
  return lots.map((lot) => ({ lot, amount: takeable(lot, now) })).filter(({ amount }) => amount > 0);
}

/** The price bought the paid lot, so only the paid lot counts. The remaining bonus is taken back whole. */
export function quoteLots(lots: readonly OrderLot[], now: Date): Quoted {
  return lots.some((lot) => lot.reserved > 0) ? "JOB_RUNNING" : shareOfLots(lots, now);
}

function shareOfLots(lots: readonly OrderLot[], now: Date): Share {
  const paid = lots.find((lot) => lot.kind === "PAID");
  const bonus = lots.find((lot) => lot.kind === "BONUS");
  invariant(paid, "an order of credits has a paid lot");
  const unused = takeable(paid, now);
  const sum: z.input<typeof SUM> = {
    type: "CREDITS",
    granted: paid.granted,
    used: paid.granted - unused,
    unused,
    bonusGranted: bonus?.granted ?? 0,
    bonusTaken: bonus ? takeable(bonus, now) : 0,
  };
  const held: z.input<typeof HELD> = {
    type: "CREDITS",
    lots: heldOf(lots, now).map(({ lot, amount }) => ({ lotId: Number(lot.id), amount })),
  };
  return { sum, part: unused, whole: paid.granted, held };
}

function bonusLines({ bonusGranted, bonusTaken }: z.output<typeof SUM>): Line[] {
  if (bonusGranted === 0) return [];
  const taken = bonusTaken === 0 ? "没有剩余" : `剩余 ${bonusTaken} 一并收回，不折算金额`;
  return [{ label: "赠送积分", value: `共 ${bonusGranted}，${taken}` }];
}
