import { ACCOUNT_CODES, type JournalAccount } from "../contracts/journal.ts";
import type { Fen } from "../core/money.ts";

/** A line of a trial balance, in fen; opening and closing are debits less credits. */
export interface BalanceLine {
  readonly opening: Fen;
  readonly debit: Fen;
  readonly credit: Fen;
  readonly closing: Fen;
}

interface Sums {
  readonly account: JournalAccount;
  readonly before: Fen;
  readonly debit: Fen;
  readonly credit: Fen;
}

/**
 * Every account of the chart in its order, also one without an entry, and their total: its opening and its closing are zero, and
 * its two sides are the same, because every entry is posted to two accounts.
 */
export function trialBalance(sums: readonly Sums[]): {
  lines: (BalanceLine & { readonly account: JournalAccount })[];
  total: BalanceLine;
} {
  const known = new Map(sums.map((one) => [one.account, one]));
  const lines = ACCOUNT_CODES.map((account) => {
    const { before: opening, debit, credit } = known.get(account) ?? { before: 0, debit: 0, credit: 0 };
    return { account, opening, debit, credit, closing: opening + debit - credit };
  });
  const sumOf = (pick: (line: BalanceLine) => Fen) => lines.reduce((sum, line) => sum + pick(line), 0);
  const total = {
    opening: sumOf((line) => line.opening),
    debit: sumOf((line) => line.debit),
    credit: sumOf((line) => line.credit),
    closing: sumOf((line) => line.closing),
  };
  return { lines, total };
}
