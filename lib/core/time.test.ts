import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addBeijingMonths,
  after,
  beijingDayStart,
  beijingMinute,
  beijingText,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  parseBeijing,
  SECOND_MS,
} from "./time.ts";

const instants = fc.date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2099-12-31T00:00:00Z"),
  noInvalidDate: true,
});

test("a day has 24 hours of 60 minutes of 60 seconds of 1,000 ms", () => {
  expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1000, 60 * 1000, 60 * 60 * 1000, 24 * 60 * 60 * 1000]);
});

test("people in Beijing read an instant to the minute", () => {
  expect(beijingMinute(new Date("2026-03-01T04:00:59Z"))).toBe("2026-03-01 12:00");
});

describe("Alipay's clock", () => {
  test.each([
    ["2026-01-02 03:04:05", "2026-01-01T19:04:05.000Z"],
    ["2020-03-27 18:19:15.143", "2020-03-27T10:19:15.143Z"],
    ["2024-02-29 00:00:00", "2024-02-28T16:00:00.000Z"],
  ])("%j is %s", (text, iso) => {
    expect(parseBeijing(text)?.toISOString()).toBe(iso);
  });

  test.each(
    [
      "",
      "2026-01-02",
      "2026-01-02T03:04:05",
      "2026-01-02 03:04:05Z",
      "2026-1-2 03:04:05",
      "2026-01-02 03:04:05.1",
    ].concat([
      "2026-13-01 00:00:00",
      "2026-02-30 00:00:00",
      "2025-02-29 00:00:00",
      "2026-01-02 24:00:00",
      "2026-01-02 23:59:60",
      "0000-00-00 00:00:00",
    ]),
  )("%j is no time", (text) => {
    expect(parseBeijing(text)).toBeNull();
  });

  test("what is written is read back, to the second", () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const whole = new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
        expect(parseBeijing(beijingText(instant))).toEqual(whole);
      }),
    );
  });

  test("a Beijing day begins at 16:00 UTC of the day before", () => {
    expect(beijingDayStart("2026-01-31")?.toISOString()).toBe("2026-01-30T16:00:00.000Z");
    expect(beijingDayStart("2026-02-30")).toBeNull();
    expect(beijingDayStart("yesterday")).toBeNull();
  });
});

describe("calendar months in Beijing", () => {
  test.each([
    ["2026-01-15 08:00:00", 1, "2026-02-15 08:00:00"],
    ["2026-01-31 08:00:00", 1, "2026-02-28 08:00:00"],
    ["2024-01-31 08:00:00", 1, "2024-02-29 08:00:00"],
    ["2024-02-29 08:00:00", 12, "2025-02-28 08:00:00"],
    ["2026-03-31 23:59:59", 1, "2026-04-30 23:59:59"],
    ["2026-12-31 12:00:00", 2, "2027-02-28 12:00:00"],
    // 31 January in Beijing is still 30 January in UTC: the Beijing day is the one that counts.
    ["2026-01-31 00:30:00", 1, "2026-02-28 00:30:00"],
    ["2026-02-01 00:30:00", 1, "2026-03-01 00:30:00"],
    ["2026-05-31 10:00:00", 0, "2026-05-31 10:00:00"],
    ["2026-03-31 10:00:00", -1, "2026-02-28 10:00:00"],
  ])("%s and %i months is %s", (from, months, to) => {
    expect(beijingText(addBeijingMonths(parseBeijing(from)!, months))).toBe(to);
  });

  test("a month is 28 to 31 days, keeps the time of day to the millisecond, and never falls behind", () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const next = addBeijingMonths(instant, 1);
        const days = (next.getTime() - instant.getTime()) / DAY_MS;
        expect(Number.isInteger(days) && days >= 28 && days <= 31).toBe(true);
        expect(addBeijingMonths(after(instant, 1), 1).getTime()).toBeGreaterThanOrEqual(next.getTime());
      }),
    );
  });

  test("half a month is refused", () => {
    expect(() => addBeijingMonths(new Date(0), 0.5)).toThrow("invariant broken");
  });
});
