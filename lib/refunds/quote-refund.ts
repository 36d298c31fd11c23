import type { RefundQuoteView } from "../contracts/refunds.ts";
import { describeSum } from "../delivery/goods/kinds.ts";
import { loadCase } from "./load-case.ts";
import { quoteOf, reviewOf, type Verdict } from "./rules.ts";
import type { StoredCase } from "./store.ts";
import { quoteView } from "./view.ts";

/**
 * The quote for a refund requested now, line by line, or the reason why there is none. The request decides again by the
 * same rule. Two reads. Throws ORDER_NOT_FOUND (404).
 */
export async function quoteRefund(memberId: bigint, orderSn: string, now: Date): Promise<RefundQuoteView> {
  const { known, goods } = await loadCase(memberId, orderSn, now);
  return showQuote(known, quoteOf(known, goods.quoted, now));
}

/** What was decided about a refund, as the buyer sees it. */
export function showQuote(known: StoredCase, verdict: Verdict): RefundQuoteView {
  return quoteView(known, verdict, describeSum, (amountFen) => reviewOf(amountFen, known, known.autoLimitFen));
}
