import type { Context } from "../core/context.ts";
import type { RefundStatus } from "../core/states.ts";
import { bookOutside } from "../refunds/book-outside-refund.ts";
import { closeDifferenceAbout } from "./difference-parts.ts";

/**
 * A person books the outside refund that an alert is about; where a bill has it too, its difference closes in the same commit.
 * Throws as bookOutside does.
 */
export function bookOutsideAlert(
  adminId: bigint,
  alertId: bigint,
  reason: string,
  context: Context,
): Promise<{ status: RefundStatus }> {
  return bookOutside(adminId, alertId, reason, context, (commit, refund) =>
    closeDifferenceAbout(commit, refund, { status: "BOOKED", closedBy: adminId, reason }, context.now),
  );
}
