import { REPEAT_WINDOW_MS } from "../core/deadlines.ts";
import { AppError } from "../core/errors.ts";
import { ISSUED_INVOICE_STATUSES } from "../core/states.ts";
import { after } from "../core/time.ts";
import type { StandingGoods } from "../delivery/goods/kind.ts";
import { getStanding } from "../invoices/get-standing.ts";
import type { InvoiceStanding } from "../invoices/rules.ts";
import { lookAtGoods } from "../delivery/goods/kinds.ts";
import { env } from "../env.ts";
import { findCase, type StoredCase } from "./store.ts";

/** The order, with whether it is on an issued invoice. */
export interface KnownOrder extends StoredCase {
  readonly isInvoiced: boolean;
}

export interface RefundCase {
  readonly known: KnownOrder;
  readonly goods: StandingGoods;
  readonly standing: InvoiceStanding;
}

/**
 * Everything that a refund of the member's order depends on; `memberId` null: of whoever's order. Three reads. Throws
 * ORDER_NOT_FOUND (404).
 */
export async function loadCase(memberId: bigint | null, orderSn: string, now: Date): Promise<RefundCase> {
  const found = await findCase(memberId, orderSn, after(now, -REPEAT_WINDOW_MS), env().refundAutoLimitFen);
  if (!found) throw new AppError("ORDER_NOT_FOUND");
  const [goods, standing] = await Promise.all([
    lookAtGoods({ ...found, id: found.orderId }, now),
    getStanding(found.orderId),
  ]);
  const isInvoiced = standing.invoice !== null && ISSUED_INVOICE_STATUSES.includes(standing.invoice.status);
  return { known: { ...found, isInvoiced }, goods, standing };
}
