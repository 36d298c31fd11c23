import type { BooksView } from "../contracts/books.ts";
import { checkInvariants } from "./check-invariants.ts";
import { yuanNumber } from "../core/money.ts";
import { after, DAY_MS } from "../core/time.ts";
import { findBillDays, sumForeignNotices } from "./store.ts";
import { billDayView } from "./view.ts";

const DAYS_SHOWN = 31;

/** Result of every invariant, and the bills of the last month. One read per invariant, so not for polling. */
export async function getBooks(now: Date): Promise<BooksView> {
  const since = after(now, -DAYS_SHOWN * DAY_MS);
  const [invariants, days, foreign] = await Promise.all([
    checkInvariants(now),
    findBillDays(DAYS_SHOWN),
    sumForeignNotices(since),
  ]);
  const foreignNotices = { count: foreign.count, amount: yuanNumber(foreign.fen) };
  return { invariants, bills: days.map(billDayView), foreignNotices };
}
