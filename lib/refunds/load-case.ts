import { REPEAT_WINDOW_MS } from "../core/deadlines.ts";
import { AppError } from "../core/errors.ts";
import { after } from "../core/time.ts";
import type { StandingGoods } from "../delivery/goods/kind.ts";
import { lookAtGoods } from "../delivery/goods/kinds.ts";
import { env } from "../env.ts";
import { findCase, type StoredCase } from "./store.ts";

export interface RefundCase {
  readonly known: StoredCase;
  readonly goods: StandingGoods;
}

/**
 * Everything that a refund of the member's order depends on; `memberId` null: of whoever's order. Two reads. Throws
 * ORDER_NOT_FOUND (404).
 */
export async function loadCase(memberId: bigint | null, orderSn: string, now: Date): Promise<RefundCase> {
  const known = await findCase(memberId, orderSn, after(now, -REPEAT_WINDOW_MS), env().refundAutoLimitFen);
  if (!known) throw new AppError("ORDER_NOT_FOUND");
  return { known, goods: await lookAtGoods({ ...known, id: known.orderId }, now) };
}
