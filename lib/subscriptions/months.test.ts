import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, beijingMonthsBetween, beijingText, DAY_MS, parseBeijing } from "../core/time.ts";
import { afterRelease, afterRemoval, nextPeriod, type LinePeriod, type Period } from "./rules.ts";

const at = (text: string) => parseBeijing(text)!;

/** A line of monthly periods bought one after another. */
function lineOf(length: number, start: Date): LinePeriod[] {
  const line: LinePeriod[] = [];
  for (let i = 0; i < length; i += 1) line.push(nextPeriod(line, "MONTHLY", start));
  return line;
}

const lengthOf = ({ startDate, endDate }: Period) => endDate.getTime() - startDate.getTime();
const texts = (line: readonly Period[]) =>
  line.map((period) => [beijingText(period.startDate), beijingText(period.endDate)]);

describe("months are counted from the first day of the line", () => {
  const endsOf = (start: string, cycles: readonly ("MONTHLY" | "YEARLY")[]) => {
    const line: LinePeriod[] = [];
    for (const cycle of cycles) line.push(nextPeriod(line, cycle, at(start)));
    return line.map(({ endDate }) => beijingText(endDate).slice(0, 10));
  };

  test.each([
    ["2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]],
    ["2028-01-31", ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]],
    ["2026-01-29", ["2026-02-28", "2026-03-29", "2026-04-29", "2026-05-29"]],
    ["2026-02-28", ["2026-03-28", "2026-04-28", "2026-05-28", "2026-06-28"]],
    ["2026-11-30", ["2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30"]],
  ])("monthly from %s", (start, ends) => {
    expect(endsOf(`${start} 09:00:00`, Array(4).fill("MONTHLY"))).toEqual(ends);
  });

  test("yearly from 29 February comes back to it", () => {
    const ends = endsOf("2028-02-29 09:00:00", Array(4).fill("YEARLY"));
    expect(ends).toEqual(["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]);
  });

  test("when only the last of the line is still open, too", () => {
    const [, second] = lineOf(2, at("2026-01-31 09:00:00")) as [LinePeriod, LinePeriod];
    const third = nextPeriod([second], "MONTHLY", at("2026-03-15 09:00:00"));
    expect(beijingText(third.endDate)).toBe("2026-04-30 09:00:00");
  });

  test("from the new end where a refund has moved the line, and from today where it was broken", () => {
    const [first, second] = lineOf(2, at("2026-01-31 09:00:00")) as [LinePeriod, LinePeriod];
    const moment = at("2026-02-10 09:00:00");
    // March's 31 days move up by the 18 days that were left of February.
    const moved = afterRemoval(first, [second], moment);
    expect(texts(moved)).toEqual([["2026-02-10 09:00:00", "2026-03-13 09:00:00"]]);
    expect(beijingText(nextPeriod(moved, "MONTHLY", moment).endDate)).toBe("2026-04-13 09:00:00");
    expect(beijingText(nextPeriod([second], "MONTHLY", at("2026-05-05 09:00:00")).endDate)).toBe("2026-06-05 09:00:00");
  });

  test("whatever is bought, taken back and released: bought months end where the calendar says, none is longer or shorter", () => {
    const steps = fc.array(
      fc.record({
        act: fc.constantFrom("buy" as const, "buy" as const, "buyYear" as const, "refund" as const, "release" as const),
        wait: fc.integer({ min: 0, max: 50 * DAY_MS }),
        pick: fc.nat(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.date({ min: at("2026-03-01 12:00:00"), max: at("2032-01-01 00:00:00"), noInvalidDate: true }),
        steps,
        (start, all) => {
          let line: LinePeriod[] = [];
          let clock = start;
          for (const { act, wait, pick } of all) {
            clock = after(clock, wait);
            line = line.filter(({ endDate }) => endDate > clock);
            const chosen = line[pick % Math.max(1, line.length)];
            const lengths = new Map(line.map((period) => [period, lengthOf(period)]));
            if (act === "buy" || act === "buyYear") {
              const bought = nextPeriod(line, act === "buy" ? "MONTHLY" : "YEARLY", clock);
              const days = Math.round(lengthOf(bought) / DAY_MS);
              expect(act === "buy" ? days >= 28 && days <= 31 : days === 365 || days === 366).toBe(true);
              expect(bought.startDate).toEqual(line.at(-1)?.endDate ?? clock);
              expect(beijingMonthsBetween(bought.anchorDate, bought.endDate)).not.toBeNull();
              line.push(bought);
            } else if (chosen && act === "refund") {
              const later = line.filter((period) => period.startDate >= chosen.endDate);
              const moved = afterRemoval(chosen, later, clock);
              if (moved.length > 0) expect(moved.map(lengthOf)).toEqual(later.map((period) => lengths.get(period)));
              line = [
                ...line.filter((one) => one !== chosen && !later.includes(one)),
                ...(moved.length ? moved : later),
              ];
            } else if (chosen) {
              const later = line.filter((period) => period.startDate >= chosen.endDate);
              const frozenAt = after(clock, -Math.min(wait, 5 * DAY_MS));
              const released = afterRelease([chosen, ...later], frozenAt, clock);
              released.slice(1).forEach((period, i) => expect(lengthOf(period)).toBe(lengths.get(later[i]!)));
              const untouched = line.filter((one) => one !== chosen && !(released.length > 1 && later.includes(one)));
              line = [...untouched, ...released].sort((a, b) => a.startDate.getTime() - b.startDate.getTime());
            }
          }
        },
      ),
    );
  });
});
