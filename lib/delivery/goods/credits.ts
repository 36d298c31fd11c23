import { z } from "zod";
import { invariant } from "../../core/assert.ts";
import { after, DAY_MS } from "../../core/time.ts";
import { getOrderLots, type OrderLot } from "../../credits/get-order-lots.ts";
import { grantLots } from "../../credits/grant-parts.ts";
import { bookLots, changeLots, freezeLots, releaseLots, takeLots, type Ending } from "../../credits/parts.ts";
import { takeable, type Held } from "../../credits/rules.ts";
import { grantedLotView } from "../../credits/view.ts";
import type { Context } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Commit } from "../../db/commit.ts";
import type { Kept, Line, Quoted, Share } from "../rules.ts";
import { calculationLine, NO_PART } from "./kind.ts";
import type { GoneFen, GoodsKind, HeldGoods, MoneyGone, PartOfGoods, StandingGoods } from "./kind.ts";

// As they are kept in the rows of refunds. Fields may be added here, none renamed or dropped: old refunds have them.
const SUM = z.object({
  type: z.literal("CREDITS"),
  granted: z.int(),
  used: z.int(),
  unused: z.int(),
  bonusGranted: z.int(),
  bonusTaken: z.int(),
  takenBack: z.int().optional(),
});
const LOTS = z.array(z.object({ lotId: z.int().transform(BigInt), amount: z.int() }));
/** `takes`: which of it go, where a refund of a part holds more than it takes; it takes no others. */
const HELD = z.object({ type: z.literal("CREDITS"), lots: LOTS, takes: LOTS.optional() });

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
      ...(sum.takenBack ? [{ label: "此前已收回", value: `${sum.takenBack}` }] : []),
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
    const frozen = amountsOf(HELD.parse(held).lots);
    const lots = (await getOrderLots(orderId, context.now)).filter((lot) => gone === "ALL" || frozen.has(lot.id));
    if (gone === "ALL" && lots.some(({ reserved }) => reserved > 0))
      throw new AppError("ORDER_NOT_REFUNDABLE", { about: "有任务正在占用这笔订单的积分，任务结束后再登记" });
    const taken = lots.map((lot) => ({ lot, held: frozen.get(lot.id) ?? 0, amount: worthOf(lot, frozen, gone) }));
    const ending: Ending = { kinds: gone === "ALL" ? ["PAID", "BONUS"] : [], at: context.now };
    const reason = `支付宝另行退款，收回：${goods.productName}`;
    return (commit) => takeFrozen(commit, goods, { taken, ending, reason }, context);
  },

  /** The bonus stays: it goes with the last of the order. One read. */
  async takePart(goods, gone, keepsRest, context) {
    const { lots: held, takes = [] } = HELD.parse(goods.held);
    const [frozen, wanted] = [held, takes].map(amountsOf) as [Amounts, Amounts];
    const lots = (await getOrderLots(goods.orderId, context.now)).filter(({ id }) => frozen.has(id));
    const parts = lots.map((lot) => {
      const has = frozen.get(lot.id) ?? 0;
      const beside = lot.kind === "PAID" ? boughtBy(lot, gone) : 0;
      return { lot, has, amount: Math.min(has, (wanted.get(lot.id) ?? 0) + beside) };
    });
    const taken = parts.map(({ lot, has, amount }) => ({ lot, held: keepsRest ? amount : has, amount }));
    const rest = parts.map(({ lot, has, amount }) => ({ lotId: Number(lot.id), amount: has - amount }));
    const ending: Ending = { kinds: [], at: context.now };
    const reason = `部分退款收回：${goods.productName}`;
    return {
      write: (commit) => takeFrozen(commit, goods, { taken, ending, reason }, context),
      rest: { type: "CREDITS", lots: rest.filter(({ amount }) => amount > 0) },
    };
  },

  takenWords(held) {
    const { lots, takes = lots } = HELD.parse(held);
    const total = takes.reduce((sum, { amount }) => sum + amount, 0);
    return total === 0 ? null : `${total} 积分`;
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
  const lots = [...amounts].map(([lotId, amount]) => ({ lotId: Number(lotId), amount }));
  return { ...held, type: "CREDITS", lots };
}

type Amounts = ReadonlyMap<bigint, number>;
const amountsOf = (lots: readonly Held[]): Amounts => new Map(lots.map(({ lotId, amount }) => [lotId, amount]));

/** How many credits of a paid lot this much money bought, rounded up. */
function boughtBy({ granted }: Pick<OrderLot, "granted">, { goneFen, paidFen }: GoneFen): number {
  return Math.ceil((granted * goneFen) / paidFen);
}

/** How many credits of a lot go when this much money went back. */
function worthOf(lot: OrderLot, frozen: Amounts, gone: MoneyGone): number {
  if (gone === "ALL") return lot.remaining;
  if (lot.kind !== "PAID") return 0;
  return Math.min(frozen.get(lot.id) ?? 0, boughtBy(lot, gone));
}

interface TakenLot {
  readonly lot: OrderLot;
  readonly held: number;
  readonly amount: number;
}

/** Takes the amounts, and releases what is left of what was held. Conflicts when a lot moved since it was read. */
function takeFrozen(
  commit: Commit,
  { memberId, refundId }: HeldGoods,
  { taken, ending, reason }: { readonly taken: readonly TakenLot[]; readonly ending: Ending; readonly reason: string },
  context: Context,
): void {
  changeLots(
    commit,
    taken.map(({ lot, held, amount }) => ({ lotId: lot.id, remaining: -amount, frozen: -held, was: lot })),
    ending,
  );
  const lots = taken.filter(({ amount }) => amount > 0).map(({ lot, amount }) => ({ lotId: lot.id, amount }));
  if (lots.length === 0) return;
  bookLots(commit, { memberId, type: "TAKE_BACK", lots, reason, refundId }, context);
}

/** What these lots would bring, and how they are held. */
export function standingLots(lots: readonly OrderLot[], now: Date): StandingGoods {
  const held = heldOf(lots, now).map(({ lot, amount }) => ({ lotId: lot.id, amount, was: lot }));
  return {
    quoted: quoteLots(lots, now),
    standing: shareOfLots(lots, now),
    isOver: held.length === 0,
    hold: (commit) => freezeLots(commit, held),
    bought: (gone) => partOfLots(lots, gone, now),
  };
}

/** The price bought the paid lot, so a part of it takes of the paid lot alone. */
function partOfLots(lots: readonly OrderLot[], gone: GoneFen, now: Date): PartOfGoods {
  const paid = lots.find((lot) => lot.kind === "PAID");
  invariant(paid, "an order of credits has a paid lot");
  const amount = Math.min(takeable(paid, now), boughtBy(paid, gone));
  if (amount === 0) return NO_PART;
  const part = [{ lotId: Number(paid.id), amount }];
  const held: z.input<typeof HELD> = { type: "CREDITS", lots: part, takes: part };
  return { part: amount, held, hold: (commit) => freezeLots(commit, [{ lotId: paid.id, amount, was: paid }]) };
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
    used: paid.granted - unused - paid.takenBack,
    unused,
    bonusGranted: bonus?.granted ?? 0,
    bonusTaken: bonus ? takeable(bonus, now) : 0,
    ...(paid.takenBack > 0 ? { takenBack: paid.takenBack } : {}),
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
