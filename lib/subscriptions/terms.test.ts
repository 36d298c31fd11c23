import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BillingCycle } from "../core/states.ts";
import { lengthOf, termOf } from "../core/terms.ts";
import { addBeijingMonths, after, beijingText, DAY_MS, parseBeijing } from "../core/time.ts";
import { afterRemoval, daysOf, nextPeriod, type LinePeriod } from "./rules.ts";

const at = (text: string) => parseBeijing(text)!;

/** A line bought in one go. */
function lineOf(cycles: readonly BillingCycle[], start: Date): LinePeriod[] {
  const line: LinePeriod[] = [];
  for (const cycle of cycles) line.push(nextPeriod(line, cycle, start));
  return line;
}

const endsOf = (cycles: readonly BillingCycle[], start: string) =>
  lineOf(cycles, at(`${start} 09:00:00`)).map(({ endDate }) => beijingText(endDate).slice(0, 10));

describe("terms of any length in one line (R132)", () => {
  test.each<[string, readonly BillingCycle[], readonly string[]]>([
    ["2026-03-01", ["3-DAY", "1-WEEK", "MONTHLY", "3-MONTH"], ["2026-03-04", "2026-03-11", "2026-04-11", "2026-07-11"]],
    ["2026-01-31", ["MONTHLY", "3-MONTH", "MONTHLY"], ["2026-02-28", "2026-05-31", "2026-06-30"]],
    // Days end the counting of months: what follows begins a count of its own.
    ["2026-01-31", ["MONTHLY", "1-DAY", "MONTHLY"], ["2026-02-28", "2026-03-01", "2026-04-01"]],
    // 28 days from 31 January end where a month would have; a month from there is that of 28 February.
    ["2026-01-31", ["28-DAY", "MONTHLY"], ["2026-02-28", "2026-03-28"]],
    ["2028-02-29", ["2-YEAR", "2-YEAR"], ["2030-02-28", "2032-02-29"]],
  ])("from %s, %j", (start, cycles, ends) => {
    expect(endsOf(cycles, start)).toEqual(ends);
  });

  const cycle = fc.oneof(
    fc.constantFrom<BillingCycle>("MONTHLY", "YEARLY"),
    fc.integer({ min: 1, max: 366 }).map((n): BillingCycle => `${n}-DAY`),
    fc.integer({ min: 1, max: 53 }).map((n): BillingCycle => `${n}-WEEK`),
    fc.integer({ min: 2, max: 60 }).map((n): BillingCycle => `${n}-MONTH`),
  );
  const start = fc.date({ min: at("2026-01-01 00:00:00"), max: at("2032-01-01 00:00:00"), noInvalidDate: true });

  test("periods adjoin, days add up, and each is as long as what was bought", () => {
    fc.assert(
      fc.property(fc.array(cycle, { minLength: 1, maxLength: 12 }), start, (cycles, first) => {
        const line = lineOf(cycles, first);
        line.forEach(({ startDate, endDate, anchorDate }, i) => {
          expect(startDate).toEqual(i === 0 ? first : line[i - 1]!.endDate);
          const { months, days } = lengthOf(termOf(cycles[i]!));
          if (days > 0) expect(endDate).toEqual(after(startDate, days * DAY_MS));
          else {
            // Never shorter than from its own start, and never longer by more than the days that a short month clips.
            const plain = addBeijingMonths(startDate, months).getTime();
            expect(endDate.getTime()).toBeGreaterThanOrEqual(plain);
            expect(endDate.getTime()).toBeLessThanOrEqual(plain + 3 * DAY_MS);
            expect(anchorDate!.getTime()).toBeLessThanOrEqual(startDate.getTime());
          }
        });
        const sum = line.reduce((total, period) => total + daysOf(period, first).total, 0);
        expect(first.getTime() + sum * DAY_MS).toBe(line.at(-1)!.endDate.getTime());
      }),
    );
  });

  test("one that is taken back leaves a line without a gap, and never more money than was paid", () => {
    const scene = [fc.array(cycle, { minLength: 1, maxLength: 8 }), start, fc.nat(), fc.integer({ min: 0, max: 7 })];
    const paid = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(
        ...(scene as [fc.Arbitrary<BillingCycle[]>, typeof start, fc.Arbitrary<number>, fc.Arbitrary<number>]),
        paid,
        (cycles, first, pick, day, paidFen) => {
          const line = lineOf(cycles, first);
          const now = after(first, day * DAY_MS + 1);
          const open = line.filter(({ endDate }) => endDate > now);
          const removed = open[pick % Math.max(1, open.length)];
          if (!removed) return;
          const { total, remaining, begun } = daysOf(removed, now);
          const refund = Math.floor((paidFen * remaining) / total);
          expect(refund).toBeGreaterThanOrEqual(0);
          expect(refund).toBeLessThanOrEqual(begun ? Math.floor((paidFen * (total - 1)) / total) : paidFen);
          const later = line.filter(({ startDate }) => startDate >= removed.endDate);
          const moved = afterRemoval(removed, later, now);
          moved.forEach((period, i) => {
            const from =
              i === 0 ? new Date(Math.max(now.getTime(), removed.startDate.getTime())) : moved[i - 1]!.endDate;
            expect(period.startDate).toEqual(from);
            expect(daysOf(period, now).total).toBe(daysOf(later[i]!, now).total);
          });
          const next = nextPeriod(
            [...line.filter((one) => one.endDate <= removed.startDate), ...moved],
            "MONTHLY",
            now,
          );
          expect(next.endDate.getTime() - next.startDate.getTime()).toBeGreaterThanOrEqual(28 * DAY_MS);
        },
      ),
    );
  });
});
