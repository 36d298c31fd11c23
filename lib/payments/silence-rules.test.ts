import { describe, expect, test } from "vitest";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { isRefusedInARow, missedPayments, silenceOf, type UsualSales } from "./silence-rules.ts";

/** Noon in Beijing. */
const NOON = new Date("2026-03-01T04:00:00Z");
const hoursAfter = (hours: number) => after(NOON, hours * HOUR_MS);

/** `perDay` payments in each of these hours of the Beijing day, for four weeks. */
function usual(perDay: number, hours: readonly number[], spanMs = 28 * DAY_MS): UsualSales {
  return { hours: hours.map((hour) => ({ hour, payments: perDay * 28 })), spanMs };
}
const BY_DAY = [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

describe("a silence", () => {
  test("is measured in what the same hours usually bring, parts of an hour included", () => {
    const shop = usual(4, BY_DAY);
    expect(missedPayments(shop, NOON, hoursAfter(1.5))).toBeCloseTo(6);
    // From 21:00 to 9:00 the shop sells nothing.
    expect(missedPayments(shop, hoursAfter(9), hoursAfter(21))).toBe(0);
    expect(missedPayments(shop, hoursAfter(8.5), hoursAfter(21.5))).toBeCloseTo(4);
    expect(missedPayments(shop, NOON, NOON)).toBe(0);
  });

  test.each<[string, UsualSales, since: number, now: number, missed: number | null]>([
    ["of ten usual gaps is told", usual(4, BY_DAY), 0, 2.5, 10],
    ["that is shorter is not", usual(4, BY_DAY), 0, 2.49, null],
    ["of a night is not, however long", usual(4, BY_DAY), 8.5, 20.9, null],
    ["after a night counts from the morning on", usual(4, BY_DAY), 9, 23.5, 10],
    ["of a shop that sells a lot is not told within half an hour", usual(1_000, BY_DAY), 0, 0.49, null],
    ["of a shop that sells a lot is told after half an hour", usual(1_000, BY_DAY), 0, 0.5, 500],
    ["of a shop that sells once a day takes ten days", usual(1, [20]), 9, 9 + 9 * 24, null],
    ["of a shop that sells once a day is told then", usual(1, [20]), 9, 9 + 10 * 24, 10],
    ["of a shop that is new is not told", usual(4, BY_DAY, 6 * DAY_MS), 0, 48, null],
    ["of a new shop with a great many sales is", usual(2_000, BY_DAY, 6 * DAY_MS), 0, 1, 9_333],
    ["of a shop without sales is none", { hours: [], spanMs: 28 * DAY_MS }, 0, 480, null],
  ])("%s", (_, shop, since, now, missed) => {
    expect(silenceOf(shop, hoursAfter(since), hoursAfter(now))).toBe(missed);
  });

  test("of a shop with a sale now and then is none: no hour of the day is usual", () => {
    const scattered = { hours: BY_DAY.map((hour) => ({ hour, payments: 3 })), spanMs: 28 * DAY_MS };
    expect(silenceOf(scattered, NOON, hoursAfter(27 * 24))).toBeNull();
  });

  test("does not count an hour that usually brings less than half of what the others do: few sales at night wake nobody", () => {
    const night = { hour: 3, payments: 28 };
    const shop = { hours: [...usual(4, BY_DAY).hours, night], spanMs: 28 * DAY_MS };
    // 3:00 to 4:00 in Beijing.
    expect(missedPayments(shop, hoursAfter(15), hoursAfter(16))).toBe(0);
    expect(missedPayments({ ...shop, hours: [night] }, hoursAfter(15), hoursAfter(16))).toBeCloseTo(1);
  });

  test("of more than four weeks is as one of four weeks", () => {
    const shop = usual(1, BY_DAY);
    const now = hoursAfter(2);
    expect(missedPayments(shop, after(now, -400 * DAY_MS), now)).toBeCloseTo(28 * 12);
    expect(silenceOf(shop, after(now, -400 * DAY_MS), after(now, MINUTE_MS))).toBe(336);
  });
});

test("refused notices are told of three orders in a row", () => {
  expect([2, 3].map(isRefusedInARow)).toEqual([false, true]);
});
