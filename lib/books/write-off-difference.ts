import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { writeOff } from "../journal/parts.ts";
import { closeDifference } from "./difference-parts.ts";
import type { StoredDifference } from "./difference-store.ts";
import { getDifferenceFor } from "./get-difference.ts";

/**
 * A person lets a difference stand, for a reason: its amount and the reason stay, and the month's closing sheet shows it
 * (docs/rules.md R117). One read, one commit with the audit row and the end of the alert.
 * Throws as getDifferenceFor does, and DIFFERENCE_CLOSED (409) where somebody else was first.
 */
export async function writeOffDifference(
  adminId: bigint,
  differenceId: bigint,
  reason: string,
  context: Context,
): Promise<{ status: "WRITTEN_OFF" }> {
  const difference = await getDifferenceFor("write-off", differenceId);
  if (!(await writeOffCommit(difference, { adminId, reason }, context).attempt()))
    throw new AppError("DIFFERENCE_CLOSED");
  return { status: "WRITTEN_OFF" };
}

/** All that a write-off writes. The only place that commits one. */
function writeOffCommit(
  difference: StoredDifference,
  { adminId, reason }: { readonly adminId: bigint; readonly reason: string },
  context: Context,
): Commit {
  const { id, cause, tradeNo, outRequestNo, orderSn, what, day } = difference;
  const amountFen = Number(difference.amountFen);
  const commit = new Commit("writeOffDifference");
  closeDifference(commit, id, { status: "WRITTEN_OFF", closedBy: adminId, reason }, context.now);
  // Only what has an amount is posted; another order number alone has none.
  if (amountFen !== 0) writeOff(commit, { key: String(id), fen: -difference.amountFen, tradeNo }, context.now);
  resolveAlertAbout(commit, "BILL_DIFFERENCE", cause, adminId, context.now);
  const detail = { differenceId: Number(id), what, day, orderSn, outRequestNo, amountFen, reason };
  audit(commit, "DIFFERENCE_WRITTEN_OFF", tradeNo, detail, context);
  return commit;
}
