import { sql } from "kysely";
import type { Commit, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";

/** Beijing's name of the month that ended at an instant, as a voucher has it. */
const monthBefore = (monthStart: Date) =>
  sql<string>`to_char(${monthStart}::timestamptz at time zone 'Asia/Shanghai' - interval '1 day', 'YYYY-MM')`;

/** Running periods that had begun when a Beijing month began, and of which that end of the month is not posted. */
export function unearnedPeriods(monthStart: Date) {
  return db
    .selectFrom("umsMemberSubscriptions as s")
    .select("s.id")
    .where("s.status", "=", literal("ACTIVE"))
    .where("s.startDate", "<", monthStart)
    .where("s.endDate", ">", monthStart)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("omsJournalEntry as e")
            .select("e.id")
            .where("e.voucherNo", "=", sql<string>`'SUB-' || s.id || '-' || ${monthBefore(monthStart)}`),
        ),
      ),
    );
}

/**
 * Posts what such periods have earned by then, each of their months apart (docs/rules.md R122); at most `limit` of those whose id is
 * above `passed`. The database computes it from the row that it locks, and no month posts twice.
 */
export function earnMonths(
  commit: Commit,
  { monthStart, passed, limit }: { readonly monthStart: Date; readonly passed: bigint; readonly limit: number },
): Returning<{ id: bigint }> {
  const due = unearnedPeriods(monthStart)
    .where("s.id", ">", passed)
    .orderBy("s.id")
    .limit(limit)
    .forNoKeyUpdate()
    .skipLocked();
  return commit.addReturning(
    "earnedPeriods",
    db.selectFrom([due.as("due"), sql`earn_months(due.id, ${monthStart}::timestamptz)`.as("earned")]).select("due.id"),
    "any",
  );
}

/** A difference between the bill and the books that a person writes off. */
export interface WriteOff {
  /** What is written off, once: its voucher number is made of it. */
  readonly key: string;
  /** By how much the books have more than the bill; below zero: less. In fen. */
  readonly fen: bigint;
  readonly tradeNo: string | null;
}

/**
 * Posts a difference of the bill to the account for them (对账差异核销), in the commit that decides on it. Conflicts when the key was
 * written off before. It belongs to no order, whose receivable must go on agreeing with its payments.
 */
export function writeOff(commit: Commit, { key, fen, tradeNo }: WriteOff, now: Date): void {
  const [debit, credit] = fen > 0n ? (["DIFFERENCES", "CHANNEL"] as const) : (["CHANNEL", "DIFFERENCES"] as const);
  commit.add(
    "writtenOff",
    db.insertInto("omsJournalEntry").values({
      voucherNo: `DIFF-${key}`,
      kind: "WRITTEN_OFF",
      debit,
      credit,
      amountFen: fen > 0n ? fen : -fen,
      tradeNo,
      occurredAt: now,
    }),
  );
}
