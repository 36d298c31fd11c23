import { getSettings } from "../accounts/get-settings.ts";
import { DEFAULT_SHOP_NAME } from "../core/shop.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { enqueueSummary } from "./parts.ts";
import { summaryOf, summaryTime, type DaySums } from "./rules.ts";
import { isSummaryDue } from "./store.ts";

/**
 * Writes the summary of the Beijing day before for every place that has none yet, once the hour has come that an admin chose; the
 * messages leave with the others. `sumsOf` is asked only where a place is still to be told. Two reads, and one commit a day.
 */
export async function sendSummary(now: Date, sumsOf: (day: string) => Promise<DaySums>): Promise<void> {
  const { summaryHour, shopName } = await getSettings();
  if (summaryHour === null) return;
  const { day, since } = summaryTime(summaryHour, now);
  if (now < since || !(await isSummaryDue(day, since))) return;
  const shop = { shopName: shopName ?? DEFAULT_SHOP_NAME, appUrl: env().appUrl };
  const commit = new Commit("sendSummary");
  enqueueSummary(commit, { day, addedBefore: since, ...summaryOf(day, await sumsOf(day), shop) }, now);
  await commit.run();
}
