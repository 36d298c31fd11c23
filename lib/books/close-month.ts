import { audit } from "../accounts/parts.ts";
import type { CloseMonthBody, ClosingView } from "../contracts/closing.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { closeMonth } from "./closing-parts.ts";
import { findClosedMonth } from "./closing-store.ts";
import { getClosing, sumMonth } from "./get-closing.ts";

/**
 * A person closes a month: the sheet that they saw is kept word for word, with its totals, its checksum, who and when
 * (docs/rules.md R119). One commit, which compares the totals with the rows again.
 * Throws MONTH_NOT_CLOSABLE (409: it is closed, or a day has no bill, a difference is open, a remainder is unexplained; the list
 * is in `data`), MONTH_CHANGED (409: the sheet is no longer the one that was seen).
 */
export async function closeTheMonth(
  adminId: bigint,
  { month, sha256 }: CloseMonthBody,
  context: Context,
): Promise<ClosingView> {
  if (await findClosedMonth(month)) throw new AppError("MONTH_NOT_CLOSABLE", { about: "已经结过账" });
  const { text, totals, obstacles, ...now } = await sumMonth(month, context.now);
  if (obstacles.length > 0)
    throw new AppError("MONTH_NOT_CLOSABLE", { about: obstacles.join("；"), data: { obstacles } });
  if (now.sha256 !== sha256) throw new AppError("MONTH_CHANGED");
  const commit = new Commit("closeMonth");
  closeMonth(commit, { month, sheet: text, sha256, adminId, accounts: totals }, context.now);
  audit(commit, "MONTH_CLOSED", month, { sha256 }, context);
  if (!(await commit.attempt())) throw new AppError("MONTH_CHANGED");
  return getClosing(month, context.now);
}
