import { createHash } from "node:crypto";
import { closingSheet, type ClosingSheet, type ClosingView } from "../contracts/closing.ts";
import { beijingDay } from "../core/day-range.ts";
import { fenOf } from "../core/money.ts";
import { findClosingItems } from "./closing-items.ts";
import type { AccountTotals } from "./closing-parts.ts";
import { isOver, missingDays, obstaclesOf } from "./closing-rules.ts";
import { findClosedMonth, findClosedMonths, findClosingDays, findMonthTotals } from "./closing-store.ts";
import { sheetOf } from "./closing-view.ts";

/** A month as the rows say it now. */
export interface OpenMonth {
  readonly sheet: ClosingSheet;
  /** What is hashed. */
  readonly text: string;
  readonly sha256: string;
  readonly totals: readonly AccountTotals[];
  readonly missing: string[];
  readonly obstacles: string[];
}

/** Sums a month ("2026-01") from the rows. Three reads side by side, of which two read every line and record of the month. */
export async function sumMonth(month: string, now: Date): Promise<OpenMonth> {
  const [totals, items, { days, firstDay }] = await Promise.all([
    findMonthTotals(month),
    findClosingItems(month),
    findClosingDays(month),
  ]);
  const sheet = sheetOf(month, totals, items, days);
  const text = JSON.stringify(sheet);
  const missing = missingDays(month, firstDay, days);
  const accounts = sheet.accounts.map((account) => ({
    seller: account.sellerId ?? "",
    remainderFen: fenOf(account.remainder),
    items: account.items,
  }));
  const obstacles = obstaclesOf({ isOver: isOver(month, beijingDay(now)), missing, accounts });
  return { sheet, text, sha256: sha256Of(text), totals, missing, obstacles };
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A month's closing sheet: of a closed month the one that was kept, of another one what the rows say now (docs/rules.md R119). */
export async function getClosing(month: string, now: Date): Promise<ClosingView> {
  const [closed, closedMonths] = await Promise.all([findClosedMonth(month), findClosedMonths()]);
  if (closed) {
    const { closerName: by, closeTime, sha256 } = closed;
    const sheet = closingSheet.parse(JSON.parse(closed.sheet));
    const end = { by, time: closeTime.toISOString() };
    return { sheet, sha256, missingDays: [], obstacles: [], closed: end, closedMonths };
  }
  const { sheet, sha256, missing, obstacles } = await sumMonth(month, now);
  return { sheet, sha256, missingDays: missing, obstacles, closed: null, closedMonths };
}
