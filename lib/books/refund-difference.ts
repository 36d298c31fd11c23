import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import type { DifferenceStatus } from "../core/states.ts";
import { releaseMismatch } from "../refunds/release-mismatch.ts";
import { changeDifference, closeDifference } from "./difference-parts.ts";
import { getDifferenceFor } from "./get-difference.ts";

/**
 * A person sends the money of a difference back: a payment that does not fit its order, by the way that there is for it
 * (docs/rules.md R11). The payment, its refund, the audit row and the end of the difference are one commit; then it is sent.
 * Returns what became of the difference: OPEN where the channel's amount is not the bill's.
 * Throws as getDifferenceFor and releaseMismatch do.
 */
export async function refundDifference(
  adminId: bigint,
  differenceId: bigint,
  reason: string,
  context: Context,
): Promise<{ status: DifferenceStatus }> {
  const difference = await getDifferenceFor("refund", differenceId);
  const { id, cause, tradeNo, orderSn } = difference;
  const billFen = Number(difference.billFen);
  let status: DifferenceStatus = "REFUNDED";
  await releaseMismatch(adminId, difference.mismatchId!, context, (commit, amountFen) => {
    if (amountFen === billFen) {
      closeDifference(commit, id, { status: "REFUNDED", closedBy: adminId, reason }, context.now);
      resolveAlertAbout(commit, "BILL_DIFFERENCE", cause, adminId, context.now);
    } else {
      status = "OPEN";
      changeDifference(commit, id, { what: "AMOUNT", kind: "TRADE", billFen, ourFen: amountFen });
    }
    audit(commit, "DIFFERENCE_REFUNDED", tradeNo, { differenceId: Number(id), orderSn, amountFen, reason }, context);
  });
  return { status };
}
