import { expect, test } from "vitest";
import { dayRange, monthBefore } from "./day-range.ts";

/** 2026-03-02, 00:30 in Beijing. */
const NOW = new Date("2026-03-01T16:30:00Z");

test("days are Beijing's, and the last one is included", () => {
  expect(dayRange({ from: "2026-01-01", to: "2026-01-31" }, NOW)).toEqual({
    from: "2026-01-01",
    to: "2026-01-31",
    since: new Date("2025-12-31T16:00:00Z"),
    until: new Date("2026-01-31T16:00:00Z"),
  });
});

test("without days it is the thirty until today", () => {
  expect(dayRange({}, NOW)).toMatchObject({ from: "2026-02-01", to: "2026-03-02" });
  expect(dayRange({ to: "2026-01-30" }, NOW)).toMatchObject({ from: "2026-01-01", to: "2026-01-30" });
});

test.each([
  ["backwards", { from: "2026-01-02", to: "2026-01-01" }, undefined],
  ["beginning after today", { from: "2026-03-03" }, undefined],
  ["one day too long", { from: "2026-01-01", to: "2026-01-03" }, 2],
])("a range %s is refused", (_, asked, mostDays) => {
  expect(() => dayRange(asked, NOW, mostDays)).toThrow(expect.objectContaining({ code: "VALIDATION_FAILED" }));
});

test("a range of the most days is not", () => {
  expect(dayRange({ from: "2026-01-01", to: "2026-01-02" }, NOW, 2).to).toBe("2026-01-02");
});

test("the month before is the last one that is over in Beijing", () => {
  expect(monthBefore(NOW)).toBe("2026-02");
  expect(monthBefore(new Date("2025-12-31T16:00:00Z"))).toBe("2025-12");
  expect(monthBefore(new Date("2025-12-31T15:59:59Z"))).toBe("2025-11");
});
