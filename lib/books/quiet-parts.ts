import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { absent } from "./bill-differences.ts";
import { date } from "./parts.ts";
import type { BillOf } from "./rules.ts";

/** Closes a day on which nothing happened, without a bill: its sums are zero, and it has no time of import. */
export function closeQuietDay(commit: Commit, { paymentMethod, billDate }: BillOf, now: Date): void {
  commit.add(
    "closedQuietDay",
    db
      .updateTable("omsBillDay")
      .set({ status: "RECONCILED", tradeCount: 0, tradeFen: 0n, refundCount: 0, refundFen: 0n })
      .set({ nextCheckAt: null, finishTime: now })
      .where("paymentMethod", "=", paymentMethod)
      .where("billDate", "=", date(billDate))
      .where("status", "=", "WAITING"),
  );
}

/** Waits again for the bills of days that were closed without one, and on which something of ours was booked since. */
export function reopenQuietDays(commit: Commit, now: Date): void {
  commit.add(
    "reopenedQuietDays",
    db
      .updateTable("omsBillDay as day")
      .from(absent.as("one"))
      .set({ status: "WAITING", tradeCount: null, tradeFen: null, refundCount: null, refundFen: null })
      .set({ nextCheckAt: now, finishTime: null })
      .where("day.status", "=", "RECONCILED")
      .where("day.importTime", "is", null)
      .whereRef("day.paymentMethod", "=", "one.paymentMethod")
      .whereRef("day.billDate", ">=", "one.firstDay")
      .whereRef("day.billDate", "<=", "one.lastDay"),
    "any",
  );
}
