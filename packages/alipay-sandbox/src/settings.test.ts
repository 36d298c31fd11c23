import { expect, test } from "vitest";
import { parseBeijing, nextMidnight, beijing } from "./beijing-time.ts";
import { readClock } from "./settings.ts";

test("the clock's four ways of being set, and a sentence for any other", () => {
  expect(readClock("real")).toEqual({ mode: "real" });
  expect(readClock("frozen")).toEqual({ mode: "frozen" });
  expect(readClock("times 60")).toEqual({ mode: "times", times: 60 });
  const at = Date.parse("2026-01-02T03:04:05+08:00");
  expect(readClock("frozen 2026-01-02 03:04:05")).toEqual({ mode: "frozen", at });
  for (const wrong of ["slow", "times", "frozen yesterday", "frozen 2026-02-30 00:00:00"]) {
    expect(() => readClock(wrong)).toThrow("SANDBOX_CLOCK 应为");
  }
});

test("Beijing time over the ends of days, months and years, whatever the process's zone", () => {
  for (const text of ["2025-12-31 23:59:59", "2026-01-01 00:00:00", "2028-02-29 12:00:00"]) {
    expect(beijing(parseBeijing(text) ?? NaN)).toBe(text);
  }
  expect(beijing(nextMidnight(parseBeijing("2025-12-31 23:59:59") ?? NaN))).toBe("2026-01-01 00:00:00");
  expect(beijing(nextMidnight(parseBeijing("2026-02-28 00:00:00") ?? NaN))).toBe("2026-03-01 00:00:00");
  for (const wrong of ["2026-02-30 00:00:00", "2026-1-2 3:4:5", "2026-01-02T03:04:05", "", undefined, 5]) {
    expect(parseBeijing(wrong)).toBeUndefined();
  }
});
