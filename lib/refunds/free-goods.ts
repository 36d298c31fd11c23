import type { Context } from "../core/context.ts";
import type { Write } from "../db/commit.ts";
import { giveBackGoods, takeWorthOf } from "../delivery/goods/kinds.ts";
import type { HeldGoods } from "../delivery/goods/kind.ts";
import { heldFen, type Quote } from "./rules.ts";

/**
 * Lets go of what a refund held, but for what money had bought that went back outside and was booked while the refund held
 * the goods. One read. Returns what the order is then.
 */
export async function freeGoods(
  goods: HeldGoods,
  quote: Quote,
  context: Context,
): Promise<{ write: Write; orderTo: "PAID" | "REFUNDED" }> {
  const { untakenFen = 0, paidFen } = quote;
  if (untakenFen === 0) return { write: await giveBackGoods(goods, context.now), orderTo: "PAID" };
  const isWhole = untakenFen >= heldFen(quote);
  const write = await takeWorthOf(goods, isWhole ? "ALL" : { goneFen: untakenFen, paidFen }, context);
  return { write, orderTo: isWhole ? "REFUNDED" : "PAID" };
}
