import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { commit, CommitConflict } from "../db/commit.ts";
import { audit, resolveAlert } from "./parts.ts";

/** An admin has looked: the alert leaves the list, the audit keeps who and when. One commit. Throws NOT_FOUND (404). */
export async function closeAlert(adminId: bigint, alertId: bigint, context: Context): Promise<void> {
  try {
    await commit([resolveAlert(alertId, adminId, context.now), audit("ALERT_CLOSED", String(alertId), {}, context)]);
  } catch (error) {
    throw error instanceof CommitConflict ? new AppError("NOT_FOUND") : error;
  }
}
