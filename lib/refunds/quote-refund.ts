import type { RefundQuoteView } from "../contracts/refunds.ts";
import { describeSum } from "../delivery/goods/kinds.ts";
import { loadCase, type RefundCase } from "./load-case.ts";
import { quoteOf, reviewOf, type Verdict } from "./rules.ts";
import { quoteView } from "./view.ts";

/**
 * The quote for a refund requested now, line by line, or the reason why there is none. The request decides again by the
 * same rule. Three reads. Throws ORDER_NOT_FOUND (404).
 */
export async function quoteRefund(memberId: bigint, orderSn: string, now: Date): Promise<RefundQuoteView> {
  const loaded = await loadCase(memberId, orderSn, now);
  return showQuote(loaded, quoteOf(loaded.known, loaded.goods.quoted, now));
}

/** What was decided about a refund, as the buyer sees it. */
export function showQuote({ known, standing: { invoice } }: RefundCase, verdict: Verdict): RefundQuoteView {
  const shown = invoice && { invoiceSn: invoice.invoiceSn, status: invoice.status };
  return quoteView(known, shown, verdict, describeSum, (amountFen) => reviewOf(amountFen, known, known.autoLimitFen));
}
