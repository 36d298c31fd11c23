import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, beijingText, DAY_MS, parseBeijing } from "../core/time.ts";
import {
  afterRemoval,
  countingSegment,
  endOfLine,
  nextPeriod,
  previewOf,
  type LinePeriod,
  type Segment,
} from "./rules.ts";

const at = (text: string) => parseBeijing(text)!;
const now = at("2026-03-01 12:00:00");

describe("the period that a purchase adds", () => {
  test.each([
    ["nothing runs: now", [], "MONTHLY", "2026-03-01 12:00:00", "2026-04-01 12:00:00"],
    ["it runs on: after its end", ["2026-03-20 09:00:00"], "MONTHLY", "2026-03-20 09:00:00", "2026-04-20 09:00:00"],
    [
      "two wait in line: after the last",
      ["2026-03-20 09:00:00", "2026-04-20 09:00:00"],
      "MONTHLY",
      "2026-04-20 09:00:00",
      "2026-05-20 09:00:00",
    ],
    [
      "it has ended: now, the gap is not sold",
      ["2026-02-01 09:00:00"],
      "MONTHLY",
      "2026-03-01 12:00:00",
      "2026-04-01 12:00:00",
    ],
    ["a year", [], "YEARLY", "2026-03-01 12:00:00", "2027-03-01 12:00:00"],
    ["the 31st becomes the last day", ["2026-03-31 09:00:00"], "MONTHLY", "2026-03-31 09:00:00", "2026-04-30 09:00:00"],
    [
      "29 February becomes the 28th a year later",
      ["2028-02-29 09:00:00"],
      "YEARLY",
      "2028-02-29 09:00:00",
      "2029-02-28 09:00:00",
    ],
  ] as const)("%s", (_, ends, cycle, start, end) => {
    const period = nextPeriod(
      ends.map((end) => ({
        startDate: after(at(end), -30 * DAY_MS),
        endDate: at(end),
        anchorDate: null,
        billingCycle: "MONTHLY" as const,
      })),
      cycle,
      now,
    );
    expect([beijingText(period.startDate), beijingText(period.endDate)]).toEqual([start, end]);
  });

  test("periods bought one after another neither overlap nor leave a gap", () => {
    const cycles = fc.array(fc.constantFrom("MONTHLY" as const, "YEARLY" as const), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(
        cycles,
        fc.date({ min: now, max: at("2036-01-01 00:00:00"), noInvalidDate: true }),
        (bought, start) => {
          const line: LinePeriod[] = [];
          for (const cycle of bought) line.push(nextPeriod(line, cycle, start));
          line.forEach((period, i) => {
            expect(period.startDate).toEqual(i === 0 ? start : line[i - 1]!.endDate);
            expect(period.endDate > period.startDate).toBe(true);
          });
        },
      ),
    );
  });
});

describe("the plan that counts", () => {
  const segment = (planCode: string, planLevel: number, from: number, to: number): Segment => ({
    planCode,
    planLevel,
    startDate: after(now, from * DAY_MS),
    endDate: after(now, to * DAY_MS),
  });

  test("of two that run, the higher level; of equals, the longer; none that has ended or not begun", () => {
    const basic = segment("basic", 1, -1, 30);
    const pro = segment("pro", 2, -1, 10);
    const longPro = segment("pro-long", 2, -1, 20);
    const ended = segment("max", 9, -10, 0);
    const waiting = segment("max", 9, 1, 2);
    expect(countingSegment([basic, pro], now)).toBe(pro);
    expect(countingSegment([basic, pro, longPro, ended, waiting], now)).toBe(longPro);
    expect(countingSegment([ended, waiting], now)).toBeNull();
  });

  test("one that begins this moment runs", () => {
    const beginning = segment("pro", 2, 0, 30);
    expect(countingSegment([beginning], now)).toBe(beginning);
  });

  test("an unbroken line ends with its last period; a gap breaks it, another plan is none of it", () => {
    const first = segment("pro", 2, 0, 30);
    const second = segment("pro", 2, 30, 60);
    const afterGap = segment("pro", 2, 61, 91);
    const stranger = segment("basic", 1, 60, 90);
    expect(endOfLine(first, [afterGap, stranger, second, first])).toEqual(second.endDate);
    expect(endOfLine(second, [first, second])).toEqual(second.endDate);
  });

  test("a line is read in the order of time, however it comes", () => {
    const line = [0, 30, 60, 90].map((from) => segment("pro", 2, from, from + 30));
    fc.assert(
      fc.property(fc.shuffledSubarray(line, { minLength: 4 }), (shuffled) => {
        expect(endOfLine(line[0]!, shuffled)).toEqual(line[3]!.endDate);
      }),
    );
  });
});

describe("what is behind a period that goes", () => {
  const DAY_LATER = { startDate: after(now, DAY_MS), endDate: after(now, 2 * DAY_MS) };

  test.each([
    ["moves up by what was left, a millisecond too", { startDate: now, endDate: after(now, 1) }, -1],
    ["moves up by the whole of one not begun", { startDate: after(now, 5), endDate: after(now, 15) }, -10],
  ])("%s", (_, removed, ms) => {
    const moved = { startDate: after(DAY_LATER.startDate, ms), endDate: after(DAY_LATER.endDate, ms) };
    expect(afterRemoval(removed, [DAY_LATER], now)).toEqual([moved]);
  });

  test("stays where it is when nothing was left", () => {
    expect(afterRemoval({ startDate: after(now, -DAY_MS), endDate: now }, [DAY_LATER], now)).toEqual([]);
  });
});

test("a preview names a plan that counts before the new one: of a higher level, not of the same", () => {
  const running = {
    planCode: "pro",
    planLevel: 2,
    startDate: now,
    endDate: after(now, DAY_MS),
    anchorDate: null,
    billingCycle: "MONTHLY" as const,
    status: "ACTIVE",
  };
  const higherThan = (level: number) => previewOf([running], { code: "new", level }, "MONTHLY", now).higher;
  expect([higherThan(1), higherThan(2), higherThan(3)]).toEqual([running, null, null]);
});
