import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { RefundStatus } from "../core/states.ts";
import { findOutsideAlert } from "./outside-store.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import { releaseOutside } from "./release-outside-refund.ts";

/**
 * An admin lets go what an alert holds: the money of a payment that does not fit goes back, or the goods of an order are let go
 * that an outside refund holds, which takes a reason. Throws as those two do, and VALIDATION_FAILED (400) without a reason.
 */
export async function releaseAlert(
  adminId: bigint,
  alertId: bigint,
  reason: string | undefined,
  context: Context,
): Promise<{ status: RefundStatus }> {
  const outside = await findOutsideAlert(alertId);
  if (!outside) return releaseMismatch(adminId, alertId, context);
  if (reason === undefined)
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "reason", message: "请写明理由" }] });
  return releaseOutside(adminId, outside, reason, context);
}
