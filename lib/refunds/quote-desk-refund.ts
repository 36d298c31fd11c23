import type { DeskQuoteQuery, DeskQuoteView } from "../contracts/desk-refunds.ts";
import { AppError } from "../core/errors.ts";
import { deskQuoteOf, deskReviewOf } from "./desk-rules.ts";
import { loadCase } from "./load-case.ts";
import type { Staff } from "./start-refund.ts";
import { deskQuoteView } from "./desk-view.ts";

/**
 * What a refund that a person starts now would do; starting it decides again by the same rule. Three reads. Throws
 * ORDER_NOT_FOUND (404), SELF_REVIEW (403: it is their own order).
 */
export async function quoteDeskRefund(
  staff: Staff,
  orderSn: string,
  wish: DeskQuoteQuery,
  now: Date,
): Promise<DeskQuoteView> {
  const { known, goods } = await loadCase(null, orderSn, now);
  if (known.memberId === staff.id) throw new AppError("SELF_REVIEW");
  const verdict = deskQuoteOf(known, goods, { ...wish, reason: "" });
  const { startedFen, autoLimitFen } = known;
  return deskQuoteView(known, verdict, (weightFen) => deskReviewOf(weightFen, startedFen, staff.role, autoLimitFen));
}
