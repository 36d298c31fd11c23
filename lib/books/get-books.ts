import type { BooksView } from "../contracts/books.ts";
import { checkInvariants } from "./check-invariants.ts";
import { findBillDays } from "./store.ts";
import { billDayView } from "./view.ts";

const DAYS_SHOWN = 31;

/** Result of every invariant, and the bills of the last month. One read per invariant, so not for polling. */
export async function getBooks(now: Date): Promise<BooksView> {
  const [invariants, days] = await Promise.all([checkInvariants(now), findBillDays(DAYS_SHOWN)]);
  return { invariants, bills: days.map(billDayView) };
}
