import type { Context } from "../core/context.ts";
import type { OrderStatus } from "../core/states.ts";
import type { Write } from "../db/commit.ts";
import type { HeldGoods } from "../delivery/goods/kind.ts";
import { takeBackGoods, takePartOf, takeWorthOf } from "../delivery/goods/kinds.ts";
import { orderAfter, restFen } from "./desk-rules.ts";
import { handOver } from "./outside-parts.ts";
import { findHeir } from "./outside-store.ts";
import { heldOn } from "./rules.ts";
import type { StoredRefund } from "./store.ts";

/**
 * Takes what a refund was for once its money has gone back: all that it held, or the part that a person decided on and what money
 * that went back outside had bought meanwhile. What is left of a part goes on to an outside refund that waits, or back to the
 * buyer. Two reads. Returns what the order is then.
 */
export async function takeGoods(
  refund: StoredRefund,
  goods: HeldGoods,
  context: Context,
): Promise<{ write: Write; orderTo: OrderStatus }> {
  const { quote, returnedFen, orderStatus, createTime } = refund;
  const { desk, untakenFen = 0, paidFen } = quote;
  if (!desk || desk.part === null) return { write: await takeBackGoods(goods, context), orderTo: "REFUNDED" };
  const orderTo = orderAfter(quote, returnedFen);
  if (orderTo === "REFUNDED" && untakenFen > 0 && desk.takeBack !== "none")
    return { write: await takeWorthOf(goods, "ALL", context), orderTo };
  const heirId = orderTo === "REFUNDED" ? null : await findHeir(refund);
  const gone = { goneFen: untakenFen, paidFen };
  const { write, rest } = await takePartOf(goods, gone, heirId !== null, context);
  if (heirId === null) return { write, orderTo };
  // What had been gone and untaken is taken now.
  const left = heldOn({ ...quote, held: rest, worthFen: restFen(quote), untakenFen: 0 }, createTime);
  return {
    write: (commit) => {
      write(commit);
      handOver(commit, heirId, left);
    },
    orderTo: orderStatus,
  };
}
