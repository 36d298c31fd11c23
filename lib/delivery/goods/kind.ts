import type { AdminOrderDetail } from "../../contracts/admin-orders.ts";
import type { Context } from "../../core/context.ts";
import { shareOf, yuanText } from "../../core/money.ts";
import type { Write } from "../../db/commit.ts";
import type { ItemColumns } from "../../orders/rules.ts";
import type { Fen } from "../../core/money.ts";
import { OVER, type Kept, type KeptQuote, type Line, type Quoted, type Share } from "../rules.ts";

/** An order whose goods go out. */
export interface OrderToGrant {
  readonly id: bigint;
  readonly memberId: bigint;
  readonly item: ItemColumns;
}

/** What an order handed over, as it stands now. */
export interface StandingGoods {
  /** What a refund that is asked for now would take. */
  readonly quoted: Quoted;
  /** What stands, whatever still runs on it: what is held for a refund that was made outside. */
  readonly standing: Share;
  /** Nothing stands that a refund could take. */
  readonly isOver: boolean;
  /** Holds what stands for a refund. Conflicts when it moved since it was looked at. */
  readonly hold: Write;
  /** As much of what stands as this much of the money bought. */
  bought(gone: GoneFen): PartOfGoods;
}

/** A part of an order's goods, in the measure of its share. */
export interface PartOfGoods extends Pick<Share, "part" | "held"> {
  /** Holds this part alone, as `StandingGoods.hold` holds all of it. */
  readonly hold: Write;
}

/** Of goods that go whole or not at all a part of the money buys nothing. */
export const NO_PART: PartOfGoods = { part: 0, held: OVER, hold: () => {} };

/** What a refund holds, to be given back to the buyer or taken back from them. */
export interface HeldGoods {
  readonly refundId: bigint;
  readonly orderId: bigint;
  readonly memberId: bigint;
  readonly productName: string;
  readonly held: Kept;
  readonly heldSince: Date;
}

/** This much of what was paid. */
export interface GoneFen {
  readonly goneFen: Fen;
  readonly paidFen: Fen;
}

/** How much of an order's money went back: all of it, or a part. */
export type MoneyGone = "ALL" | GoneFen;

/** What a refund of a part took, and what is left of what it held. */
export interface TakenPart {
  readonly write: Write;
  readonly rest: Kept;
}

/** What an admin is shown of the goods of an order. */
export type ShownGoods = Pick<AdminOrderDetail, "lots" | "segment">;

/** What every kind of goods can do. Each kind is one file beside this one and one line of the table in kinds.ts. */
export interface GoodsKind {
  /** Hands over what the order bought. */
  grant(order: OrderToGrant, context: Context): Promise<Write>;
  /** Quotes what stands, and knows how to hold it. One read. */
  look(orderId: bigint, now: Date): Promise<StandingGoods>;
  /** The lines of a sum between what was paid and what comes back. */
  describe(quote: KeptQuote): Line[];
  /** Gives back to the buyer what a refund held, when the refund came to nothing. */
  giveBack(goods: HeldGoods, now: Date): Promise<Write>;
  /** Takes back what a refund held, when the money has gone back. */
  takeBack(goods: HeldGoods, context: Context): Promise<Write>;
  /**
   * Takes back what the money that went back outside had bought, and gives the rest to the buyer again. Throws
   * ORDER_NOT_REFUNDABLE (409) where a job is still running on goods that must go.
   */
  takeWorth(goods: HeldGoods, gone: MoneyGone, context: Context): Promise<Write>;
  /**
   * Takes the part that a refund was for, and what `gone` had bought besides, as far as it is held. The rest is given to the
   * buyer again, or stays held (`keepsRest`).
   */
  takePart(goods: HeldGoods, gone: GoneFen, keepsRest: boolean, context: Context): Promise<TakenPart>;
  /** In words, what a refund takes of what it holds; null: nothing. */
  takenWords(held: Kept): string | null;
  /** Shows the goods to an admin, whatever became of them. */
  show(orderId: bigint, now: Date): Promise<ShownGoods>;
}

/** How the amount of a quote comes from its part of the whole. */
export function calculationLine(part: number, whole: number, { paidFen }: KeptQuote): Line {
  const value = `${yuanText(paidFen)} × ${part} ÷ ${whole} = ${yuanText(shareOf(paidFen, part, whole))} 元（不足 1 分舍去）`;
  return { label: "计算", value };
}
