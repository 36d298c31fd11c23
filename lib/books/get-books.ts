import type { BooksView } from "../contracts/books.ts";
import { Budget } from "../core/batch.ts";
import { yuanNumber } from "../core/money.ts";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import { checkSome } from "./check-invariants.ts";
import { findBillDays, sumForeignNotices } from "./store.ts";
import { billDayView } from "./view.ts";

const DAYS_SHOWN = 31;

/** A page asks no further invariant after this long: it must be drawn within its `maxDuration`. */
const PAGE_MS = 3.5 * MINUTE_MS;

/** Result of every invariant (one that did not fit could not be checked), and the bills of the last month. One read per invariant, so not for polling. */
export async function getBooks(now: Date, budget = new Budget(PAGE_MS)): Promise<BooksView> {
  const since = after(now, -DAYS_SHOWN * DAY_MS);
  const [{ findings, unchecked }, days, foreign] = await Promise.all([
    checkSome(now, { budget }),
    findBillDays(DAYS_SHOWN),
    sumForeignNotices(since),
  ]);
  const unknown = unchecked.map(({ id, holds }) => ({ id, holds, offending: null, subjects: [] }));
  const foreignNotices = { count: foreign.count, amount: yuanNumber(foreign.fen) };
  return { invariants: [...findings, ...unknown], bills: days.map(billDayView), foreignNotices };
}
