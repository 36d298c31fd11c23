import type { TodayView } from "../contracts/books.ts";
import { invariant } from "../core/assert.ts";
import { beijingDayStart, beijingText } from "../core/time.ts";
import { findToday } from "./store.ts";
import { todayView } from "./view.ts";

/** The Beijing day so far. One read. */
export async function getToday(now: Date): Promise<TodayView> {
  const day = beijingText(now).slice(0, 10);
  const since = beijingDayStart(day);
  invariant(since, "today is a day");
  return todayView(day, await findToday(since));
}
