import type { Fen } from "../core/money.ts";
import { may, type MemberRole } from "../core/roles.ts";
import type { OrderStatus } from "../core/states.ts";
import type { Write } from "../db/commit.ts";
import type { StandingGoods } from "../delivery/goods/kind.ts";
import { heldTogether } from "../delivery/goods/credits.ts";
import { OVER } from "../delivery/rules.ts";
import { heldFen, SECOND_REVIEW_TIMES, worthOf } from "./rules.ts";
import type { OrderToRefund, Quote, Review, TakeBack, Unrefundable } from "./rules.ts";

/** What a person wants to send back (docs/rules.md R109). Without an amount: what the goods are worth, or all that is left. */
export interface DeskWish {
  readonly amountFen?: Fen | undefined;
  readonly takeBack: TakeBack;
  readonly reason: string;
}

/** Why a person cannot refund it like this, beside what hinders the buyer. */
export type DeskHindrance = Unrefundable | "MORE_THAN_LEFT" | "NOT_DELIVERED" | "NOTHING_WANTED";

export type DeskVerdict =
  | {
      readonly ok: true;
      readonly quote: Quote;
      /** What it moves: the money, or what the goods that go are worth, whichever is more. */
      readonly weightFen: Fen;
      /** How much of what was bought does not stand any more, in whole percent rounded up. */
      readonly usedPercent: number;
      readonly hold: Write;
    }
  | { readonly ok: false; readonly why: DeskHindrance };

/** What a refund that a person starts now sends, holds and takes. */
export function deskQuoteOf(order: OrderToRefund, goods: StandingGoods, wish: DeskWish): DeskVerdict {
  const { payAmountFen: paidFen, refundedAmountFen: returnedFen, status } = order;
  if (status !== "PAID" && status !== "COMPLETED") return { ok: false, why: status };
  const takes = wish.takeBack !== "none";
  if (takes && goods.quoted === "JOB_RUNNING") return { ok: false, why: "JOB_RUNNING" };
  const leftFen = paidFen - returnedFen;
  const { standing } = goods;
  const worthFen = Math.min(worthOf(paidFen, standing), leftFen);
  const amountFen = wish.amountFen ?? (wish.takeBack === "unused" ? worthFen : leftFen);
  const why = hindranceOf(order, goods, wish, { amountFen, leftFen });
  if (why) return { ok: false, why };
  const isAll = wish.takeBack === "all" || (takes && (amountFen === 0 || amountFen >= worthFen));
  const gone = isAll && !goods.isOver ? standing : partOf(goods, takes ? amountFen : 0, paidFen);
  const part = gone === standing ? null : gone.part;
  const goneFen = worthOf(paidFen, { part: gone.part, whole: standing.whole });
  const quote: Quote = {
    ...{ paidFen, amountFen, ...(returnedFen > 0 ? { returnedFen } : {}) },
    ...{ sum: standing.sum, held: gone.held, worthFen: goneFen },
    desk: { takeBack: wish.takeBack, part, whole: standing.whole, reason: wish.reason },
  };
  const usedPercent = Math.ceil(((standing.whole - standing.part) * 100) / standing.whole);
  const hold = "hold" in gone ? gone.hold : goods.hold;
  return { ok: true, quote, weightFen: Math.max(amountFen, goneFen), usedPercent, hold };
}

function partOf(goods: StandingGoods, goneFen: Fen, paidFen: Fen) {
  return goneFen === 0 || goods.isOver ? { part: 0, held: OVER, hold: () => {} } : goods.bought({ goneFen, paidFen });
}

function hindranceOf(
  { deliveryStatus, isInvoiced }: OrderToRefund,
  { isOver }: StandingGoods,
  { amountFen: wanted, takeBack }: DeskWish,
  { amountFen, leftFen }: { readonly amountFen: Fen; readonly leftFen: Fen },
): DeskHindrance | null {
  if (amountFen > leftFen) return "MORE_THAN_LEFT";
  if (wanted === undefined && leftFen === 0) return "MONEY_GONE";
  if (amountFen === 0 && takeBack === "none") return "NOTHING_WANTED";
  if (amountFen === 0 && isOver) return "NOTHING_LEFT";
  if (amountFen === 0 && wanted === undefined) return "LESS_THAN_A_FEN";
  // Goods alone change nothing of what the invoice says.
  if (isInvoiced && amountFen > 0) return "INVOICED";
  // What is still owed goes with all of the money, or is handed over first.
  if (deliveryStatus !== "DELIVERED" && (takeBack === "none" || amountFen < leftFen)) return "NOT_DELIVERED";
  return null;
}

/**
 * Who must approve a refund that a person of this role started. Whoever started it never does (judgeReview). Up to the automatic
 * limit nobody else, where the starter may decide on refunds; above it another person. Above the second limit two who may decide: the
 * starter is one of them where they may. `startedFen`: what people have started for this member lately, so that
 * many small refunds are as large as one. `role` null: the product's own back end, which may send what the buyer could have sent
 * by themselves, and counts as nobody where people must approve.
 */
export function deskReviewOf(weightFen: Fen, startedFen: Fen, role: MemberRole | null, autoLimitFen: Fen): Review {
  const mayDecide = role !== null && may(role, "refunds:decide");
  const needsAnother = role !== null && !mayDecide;
  const sumFen = weightFen + startedFen;
  return {
    needsReview: needsAnother || sumFen > autoLimitFen,
    needsSecondReview: !mayDecide && sumFen > autoLimitFen * SECOND_REVIEW_TIMES,
  };
}

/** What the order is once the money has gone back: refunded where all of the money is back or all of the goods went. */
export function orderAfter({ paidFen, amountFen, desk }: Quote, returnedFen: Fen): OrderStatus {
  const isAllBack = returnedFen + amountFen >= paidFen;
  return isAllBack || !desk || desk.part === null ? "REFUNDED" : "PAID";
}

/** Of a refund of a part, what is held besides what it takes is worth this. */
export function restFen(quote: Quote): Fen {
  const { desk, paidFen } = quote;
  return heldFen(quote) - worthOf(paidFen, { part: desk?.part ?? 0, whole: desk?.whole ?? 1 });
}

/** Whether a refund takes a part of the goods, and may yet hold more for another one. */
export function holdsPart({ desk, held }: Quote): boolean {
  return desk !== undefined && desk.part !== null && (held.type === OVER.type || held.type === "CREDITS");
}

/** The quote of a refund of a part that holds all the rest, too. */
export function withRest(quote: Quote, rest: Quote, now: Date): Quote {
  const isFirst = quote.held.type === OVER.type;
  const held = isFirst ? rest.held : heldTogether(quote.held, rest.held);
  const since = isFirst ? { heldSince: now.toISOString() } : {};
  return { ...quote, ...since, held, worthFen: heldFen(quote) + heldFen(rest) };
}
