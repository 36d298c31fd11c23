import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, beijingText, DAY_MS, HOUR_MS, parseBeijing } from "../core/time.ts";
import { afterRelease, afterRemoval, daysOf, nextPeriod, previewOf, type LinePeriod, type Period } from "./rules.ts";

const at = (text: string) => parseBeijing(text)!;
const now = at("2026-03-01 12:00:00");

/** A line of monthly periods bought one after another. */
function lineOf(length: number, start = now): LinePeriod[] {
  const line: LinePeriod[] = [];
  for (let i = 0; i < length; i += 1) line.push(nextPeriod(line, "MONTHLY", start));
  return line;
}

const lengthOf = ({ startDate, endDate }: Period) => endDate.getTime() - startDate.getTime();
const texts = (line: readonly Period[]) =>
  line.map((period) => [beijingText(period.startDate), beijingText(period.endDate)]);

describe("a line that one period leaves", () => {
  const [first, second, third] = lineOf(3) as [LinePeriod, LinePeriod, LinePeriod];

  test("while it runs: the next begins now, with all its days", () => {
    const moved = afterRemoval(first, [second, third], at("2026-03-11 12:00:00"));
    // March has 31 days: second is the 30 days of April, third the 31 of May.
    expect(texts(moved)).toEqual([
      ["2026-03-11 12:00:00", "2026-04-10 12:00:00"],
      ["2026-04-10 12:00:00", "2026-05-11 12:00:00"],
    ]);
  });

  test("before it begins: the next begins where it would have", () => {
    expect(texts(afterRemoval(second, [third], at("2026-03-11 12:00:00")))).toEqual([
      ["2026-04-01 12:00:00", "2026-05-02 12:00:00"],
    ]);
  });

  test("at its end, or after it: nothing moves", () => {
    expect(afterRemoval(first, [second, third], first.endDate)).toEqual([]);
    expect(afterRemoval(first, [second, third], after(first.endDate, DAY_MS))).toEqual([]);
  });

  test("in any order, at any time: no overlap, no gap ahead, and nobody else's days change", () => {
    const removals = fc.array(fc.record({ pick: fc.nat(), wait: fc.integer({ min: 0, max: 40 * DAY_MS }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), removals, (length, steps) => {
        let line = lineOf(length);
        let clock = now;
        for (const { pick, wait } of steps) {
          clock = after(clock, wait);
          const open = line.filter((period) => period.endDate > clock);
          const removed = open[pick % Math.max(1, open.length)];
          if (!removed) continue;
          const later = line.filter((period) => period.startDate >= removed.endDate);
          const moved = afterRemoval(removed, later, clock);
          expect(moved.map(lengthOf)).toEqual(later.map(lengthOf));
          line = [...line.filter((period) => period !== removed && !later.includes(period)), ...moved];
        }
        const ahead = line.filter((period) => period.endDate > clock);
        ahead.forEach((period, i) => {
          if (i > 0) expect(period.startDate).toEqual(ahead[i - 1]!.endDate);
        });
      }),
    );
  });

  test("two at one moment: the others lie where they lie, whichever goes first", () => {
    /** The line without its n-th period. */
    const without = (line: readonly Period[], n: number, moment: Date) => {
      const moved = afterRemoval(line[n]!, line.slice(n + 1), moment);
      return [...line.slice(0, n), ...(moved.length > 0 ? moved : line.slice(n + 1))];
    };
    const two = fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(two, fc.integer({ min: 0, max: 200 * DAY_MS }), (picked, ms) => {
        const [low, high] = picked.sort((a, b) => a - b) as [number, number];
        const moment = after(now, ms);
        const lowFirst = without(without(lineOf(6), low, moment), high - 1, moment);
        expect(lowFirst).toEqual(without(without(lineOf(6), high, moment), low, moment));
      }),
    );
  });
});

describe("a period that was frozen and runs on", () => {
  const [first, second] = lineOf(2) as [LinePeriod, LinePeriod];
  const release = (frozenAt: string, at_: string, line: readonly [LinePeriod, ...LinePeriod[]] = [first, second]) =>
    texts(afterRelease(line, at(frozenAt), at(at_)));

  test("within a day is where it was, and so is what comes after it", () => {
    expect(release("2026-03-02 12:00:00", "2026-03-03 11:59:59")).toEqual(texts([first]));
  });

  test("gets back the whole days it stood still, and the line behind it moves with it", () => {
    expect(release("2026-03-02 12:00:00", "2026-03-05 13:00:00")).toEqual([
      ["2026-03-04 12:00:00", "2026-04-04 12:00:00"],
      ["2026-04-04 12:00:00", "2026-05-04 12:00:00"],
    ]);
  });

  test("before it began lost nothing", () => {
    expect(release("2026-03-02 12:00:00", "2026-03-20 12:00:00", [second])).toEqual(texts([second]));
  });

  test("that should have begun meanwhile begins with all its days", () => {
    const [released] = afterRelease([second], at("2026-03-30 12:00:00"), at("2026-04-04 18:00:00"));
    expect(texts([released])).toEqual([["2026-04-04 12:00:00", "2026-05-04 12:00:00"]]);
  });

  test.each([
    ["a millisecond before the next begins, pushes it on", "2026-04-01 11:59:59.999", 24, "2026-04-25 12:00:00"],
    ["as the next begins, waits for its end with all that was left", "2026-04-01 12:00:00", 25, "2026-05-26 12:00:00"],
    ["while the next runs", "2026-04-15 18:00:00", 25, "2026-05-26 12:00:00"],
    ["once the next is over, begins now", "2026-05-03 13:00:00", 25, "2026-05-28 13:00:00"],
  ])("%s", (_, released, days, end) => {
    // Frozen with 25 of its 31 days left.
    const [moved] = afterRelease([first, second], at("2026-03-07 12:00:00"), at(released));
    expect([beijingText(moved.endDate), daysOf(moved, at(released)).remaining]).toEqual([end, days]);
  });

  test("has all but a part of a day ahead that it had, moves none that has begun, leaves no gap and no overlap", () => {
    const hours = (min: number, max: number) => fc.integer({ min: min * 24, max: max * 24 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), hours(-40, 30), hours(0, 160), (length, frozen, held) => {
        const line = lineOf(length) as [LinePeriod, ...LinePeriod[]];
        const frozenAt = after(now, frozen * HOUR_MS);
        const moment = after(frozenAt, held * HOUR_MS);
        const moved = afterRelease(line, frozenAt, moment);
        const whole = [...moved, ...line.slice(moved.length)];

        const ahead = ({ startDate, endDate }: Period, then: Date) =>
          endDate.getTime() - Math.max(then.getTime(), startDate.getTime());
        const lost = ahead(line[0], frozenAt) - ahead(whole[0]!, moment);
        expect(lost >= 0 && lost < DAY_MS).toBe(true);
        line.forEach((period, i) => {
          if (i > 0 && period.startDate <= moment) expect(whole[i]).toEqual(period);
          if (i > 0 || moment < period.endDate) expect(lengthOf(whole[i]!)).toBe(lengthOf(period));
        });
        const inTime = [...whole].sort((a, b) => a.startDate.getTime() - b.startDate.getTime());
        inTime.slice(1).forEach((period, i) => {
          const end = inTime[i]!.endDate;
          expect(period.startDate).toEqual(period === whole[0] && end < moment ? moment : end);
        });
      }),
    );
  });
});

describe("the days of a period", () => {
  const [march] = lineOf(1) as [LinePeriod];

  test.each([
    ["before it begins", -DAY_MS, 31, false],
    ["at its first instant", 0, 31, false],
    ["a millisecond later", 1, 30, true],
    ["after a day", DAY_MS, 30, true],
    ["a millisecond after a day", DAY_MS + 1, 29, true],
    ["a day before its end", 30 * DAY_MS, 1, true],
    ["a millisecond less than a day before its end", 30 * DAY_MS + 1, 0, true],
    ["at its end", 31 * DAY_MS, 0, true],
    ["after it", 32 * DAY_MS, 0, true],
  ] as const)("%s", (_, ms, remaining, begun) => {
    expect(daysOf(march, after(now, ms))).toEqual({ total: 31, remaining, begun });
  });

  test.each([
    ["2026-01-31 12:00:00", 28, "2026-02-28 12:00:00"],
    ["2028-01-31 12:00:00", 29, "2028-02-29 12:00:00"],
    ["2026-02-28 12:00:00", 28, "2026-03-28 12:00:00"],
  ])("a month from %s is %i days, to %s", (start, total, end) => {
    const [period] = lineOf(1, at(start)) as [LinePeriod];
    expect([daysOf(period, at(start)).total, beijingText(period.endDate)]).toEqual([total, end]);
  });
});

describe("what a purchase would do", () => {
  const running = {
    planCode: "pro",
    planLevel: 2,
    startDate: after(now, -DAY_MS),
    endDate: after(now, DAY_MS),
    anchorDate: null,
    billingCycle: "MONTHLY" as const,
    status: "ACTIVE",
  };
  const pro = { code: "pro", level: 2 };
  const basic = { code: "basic", level: 1 };
  const team = { code: "team", level: 3 };

  test.each([
    ["nothing runs", [], pro, "START", null],
    ["the same plan runs", [running], pro, "EXTEND", null],
    ["a higher plan runs", [running], basic, "START", running],
    ["a lower plan runs", [running], team, "START", null],
    ["a higher plan is frozen", [{ ...running, status: "FROZEN" }], basic, "START", null],
    ["the same plan is frozen", [{ ...running, status: "FROZEN" }], pro, "EXTEND", null],
    ["the same plan has ended", [{ ...running, endDate: now }], pro, "START", null],
  ] as const)("while %s", (_, segments, plan, effect, higher) => {
    expect(previewOf(segments, plan, "MONTHLY", now)).toMatchObject({ effect, higher });
  });
});
