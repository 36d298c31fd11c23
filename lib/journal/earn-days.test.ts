import { describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { reviewRefund } from "../refunds/review-refund.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { aPaidOrder, aPlan, at, contextAt, NOW } from "../testing/builders.ts";
import { beside, overtake, query, useDatabase } from "../testing/database.ts";
import { aStaff } from "../testing/desk.ts";
import { setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { balances, entries } from "../testing/journal.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { earnDays } from "./earn-days.ts";

useSandbox();
useDatabase();

describe("a plan", () => {
  /** A month from 1 March 12:01 to 1 April 12:01: 31 days for 3,100 fen. */
  const aMonth = async () => aBoughtOrder({ wanted: await aPlan({ priceMonthlyFen: 3_100 }) });
  const april = new Date("2026-04-01T00:30:00+08:00");

  test("is earned by its days at the end of a month, and at its end", async () => {
    await aMonth();
    expect(await balances()).toEqual({ CHANNEL: 3_100, DEFERRED_PLANS: -3_100 });
    expect(await earnDays(at(60))).toMatchObject({ claimed: 0 });
    expect(await earnDays(april)).toMatchObject({ claimed: 1, done: 1 });
    // No whole day is left of it then.
    expect(await entries("DAYS_USED")).toEqual([{ voucher: "SUB-1-2026-03", fen: 3_100, day: "2026-03-31" }]);
    await earnDays(april);
    await expireSegments(after(NOW, 32 * DAY_MS));
    expect(await entries("DAYS_USED")).toHaveLength(1);
    await expectCoherence(after(NOW, 32 * DAY_MS));
  });

  test("of a year posts each month in its own, though the job was away, and the rest at its end", async () => {
    const year = { ...(await aPlan({ priceYearlyFen: 36_500 })), billingCycle: "YEARLY" as const };
    await aPaidOrder({ wanted: year });
    await earnDays(after(april, 31 * DAY_MS));
    // 30.48 days of March: 31 begun; then 30 of April.
    expect(await entries("DAYS_USED")).toEqual([
      { voucher: "SUB-1-2026-03", fen: 3_100, day: "2026-03-31" },
      { voucher: "SUB-1-2026-04", fen: 3_000, day: "2026-04-30" },
    ]);
    await expectCoherence(after(april, 31 * DAY_MS));
    await expireSegments(after(NOW, 366 * DAY_MS));
    expect(await entries("DAYS_USED")).toHaveLength(12);
    expect((await entries("DAYS_USED")).at(-1)).toEqual({ voucher: "SUB-1-2027-02", fen: 2_800, day: "2027-02-28" });
    expect(await balances()).toEqual({ CHANNEL: 36_500, REVENUE_PLANS: -36_500 });
  });

  test("that is refunded earned the days until it was asked for, and the rest goes back", async () => {
    const order = await aMonth();
    const asked = after(NOW, 3 * DAY_MS);
    await setAlipayClock(asked);
    await askBack(order, asked);
    expect(await entries("DAYS_USED", "REFUND_PAID", "TAKEN_BACK", "REFUND_CLOSED")).toMatchObject([
      { voucher: "REF-1-USED", fen: 300 },
      { voucher: "REF-1-END", fen: 2_800 },
      { voucher: "REF-1-END", fen: 2_800 },
    ]);
    expect(await balances()).toEqual({ CHANNEL: 300, REVENUE_PLANS: -300 });
    await expectCoherence(asked);
  });

  test("that was held and runs on earns nothing twice", async () => {
    const order = await aBoughtOrder({ wanted: await aPlan({ priceMonthlyFen: 31_000 }) });
    const asked = after(NOW, 3 * DAY_MS);
    await askBack(order, asked);
    expect(await earnDays(april)).toMatchObject({ claimed: 0 });
    const { id } = await aStaff("FINANCE");
    const [refund] = await refundsOf(order);
    const rejected = after(asked, 2.5 * DAY_MS);
    await reviewRefund(id, refund!.id, { verdict: "reject", reason: "x" }, contextAt(rejected, `admin:${id}`));
    await expectCoherence(rejected);
    await earnDays(april);
    // It ends two days later: one day and a half is left.
    expect(await balances()).toEqual({ CHANNEL: 31_000, DEFERRED_PLANS: -2_000, REVENUE_PLANS: -29_000 });
    await expectCoherence(after(april, 2 * DAY_MS));
  });

  test("that a refund holds at the end of a month earns nothing then", async () => {
    await aMonth();
    const held = "update ums_member_subscriptions set status = 'FROZEN', version = version + 1";
    await overtake(held, () => query("select earn_months(1, $1)", [april]));
    expect(await entries("DAYS_USED")).toEqual([]);
  });

  test("positive control: without the lock of its row it earns beside a refund that holds it", async () => {
    await aMonth();
    const [{ text }] = (await query<{ text: string }>("select pg_get_functiondef('earn_months'::regproc) as text")) as [
      { text: string },
    ];
    await query(text.replace("earn_months", "earn_unlocked").replace("for no key update", ""));
    const held = "update ums_member_subscriptions set status = 'FROZEN', version = version + 1";
    await beside(held, () => query("select earn_unlocked(1, $1)", [april]));
    await query("drop function earn_unlocked");
    expect(await entries("DAYS_USED")).toHaveLength(1);
  });
});
