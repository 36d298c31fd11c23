import type { ClosingAccount, ClosingSheet } from "../contracts/closing.ts";
import { yuanNumber } from "../core/money.ts";
import type { AccountTotals } from "./closing-parts.ts";
import { differenceOfMonth, remainderOf, type ClosingDay, type ClosingItem } from "./closing-rules.ts";

/** A month's sheet of its sums. The same sums are the same sheet, word for word. */
export function sheetOf(
  month: string,
  totals: readonly AccountTotals[],
  items: readonly ClosingItem[],
  days: readonly ClosingDay[],
): ClosingSheet {
  const account = (sums: AccountTotals): ClosingAccount => {
    const own = items.filter(({ method, seller }) => method === sums.method && seller === sums.seller);
    const compared = days.filter(({ method, isCompared }) => method === sums.method && isCompared).length;
    const { billInFen, billOutFen, setAsideFen, receivedFen, feeFen } = sums;
    return {
      sellerId: sums.seller || null,
      billDays: sums.billDays,
      quietDays: Math.max(compared - sums.billDays, 0),
      bill: {
        income: yuanNumber(billInFen),
        refunded: yuanNumber(billOutFen),
        setAside: yuanNumber(setAsideFen),
        discounts: yuanNumber(receivedFen - (billInFen - billOutFen)),
        fees: feeFen === null ? null : yuanNumber(feeFen),
        net: feeFen === null ? null : yuanNumber(receivedFen + setAsideFen + feeFen),
      },
      ours: {
        paymentCount: sums.paidCount,
        paid: yuanNumber(sums.paidFen),
        refundCount: sums.refundedCount,
        refunded: yuanNumber(sums.refundedFen),
      },
      difference: yuanNumber(differenceOfMonth(sums)),
      items: own.map(({ kind, about, differenceId, count, fen }) => ({
        ...{ kind, about, differenceId, count },
        amount: yuanNumber(fen),
      })),
      remainder: yuanNumber(remainderOf(sums, own)),
    };
  };
  return { month, accounts: totals.map(account) };
}
