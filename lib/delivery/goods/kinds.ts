import { invariant } from "../../core/assert.ts";
import type { Context } from "../../core/context.ts";
import type { DeliveryStatus, ProductType } from "../../core/states.ts";
import type { Write } from "../../db/commit.ts";
import { OVER, type Kept, type KeptQuote, type Line } from "../rules.ts";
import { credits } from "./credits.ts";
import type {
  GoneFen,
  GoodsKind,
  HeldGoods,
  MoneyGone,
  OrderToGrant,
  ShownGoods,
  StandingGoods,
  TakenPart,
} from "./kind.ts";
import { owed } from "./owed.ts";
import { subscription } from "./subscription.ts";

/** The kinds of goods by product type. A kind is sold when it has a line here, and in the catalogue. */
export const GOODS_KINDS: Readonly<Record<string, GoodsKind>> = {
  CREDITS: credits,
  SUBSCRIPTION: subscription,
} satisfies Record<ProductType, GoodsKind>;

function kindOf(productType: string): GoodsKind {
  const kind = GOODS_KINDS[productType];
  invariant(kind, `${productType} is a kind of goods`);
  return kind;
}

/** Whoever reads what a refund kept. Goods that were still owed, and those that were over, are of no kind. */
function keeperOf({ type }: Kept): Omit<GoodsKind, "grant" | "show" | "look"> {
  if (type === OVER.type) return over;
  return type === "NONE" ? owed : kindOf(type);
}

/** Nothing was held, so there is nothing to write. */
const over: ReturnType<typeof keeperOf> = {
  describe: () => [],
  giveBack: async () => () => {},
  takeBack: async () => () => {},
  takeWorth: async () => () => {},
  takePart: async () => ({ write: () => {}, rest: OVER }),
  takenWords: () => null,
};

/** Hands over what the order bought. Credits need no read; a plan needs one, of the member's open periods. */
export function grantGoods(order: OrderToGrant & { productType: ProductType }, context: Context): Promise<Write> {
  return kindOf(order.productType).grant(order, context);
}

/** The delivered goods of an order as they are now. One read; none if nothing is delivered. */
export function lookAtGoods(
  order: { readonly id: bigint; readonly productType: ProductType; readonly deliveryStatus: DeliveryStatus },
  now: Date,
): Promise<StandingGoods> {
  return (order.deliveryStatus === "DELIVERED" ? kindOf(order.productType) : owed).look(order.id, now);
}

/** The lines of a sum between what was paid and what comes back. */
export function describeSum(quote: KeptQuote): Line[] {
  return keeperOf(quote.sum).describe(quote);
}

/** Gives what a refund held back to the buyer: credits at once, a plan with what was left of it. One read for a plan. */
export function giveBackGoods(goods: HeldGoods, now: Date): Promise<Write> {
  return keeperOf(goods.held).giveBack(goods, now);
}

/** Takes back what a refund held: credits off lots and balance, a period out of its line. One read for a plan. */
export function takeBackGoods(goods: HeldGoods, context: Context): Promise<Write> {
  return keeperOf(goods.held).takeBack(goods, context);
}

/** Takes back what money that went back outside had bought, and releases the rest of what was held for it. One read. */
export function takeWorthOf(goods: HeldGoods, gone: MoneyGone, context: Context): Promise<Write> {
  return keeperOf(goods.held).takeWorth(goods, gone, context);
}

/**
 * Takes the part that a refund was for and what `gone` had bought besides; the rest is given back, or stays held. One read.
 */
export function takePartOf(goods: HeldGoods, gone: GoneFen, keepsRest: boolean, context: Context): Promise<TakenPart> {
  return keeperOf(goods.held).takePart(goods, gone, keepsRest, context);
}

/** In words, what a refund takes of what it holds; null: nothing. */
export function takenWords(held: Kept): string | null {
  return keeperOf(held).takenWords(held);
}

/** The goods of an order for an admin. One read. */
export function showGoods(
  order: { readonly id: bigint; readonly productType: ProductType },
  now: Date,
): Promise<ShownGoods> {
  return kindOf(order.productType).show(order.id, now);
}
