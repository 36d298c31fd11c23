import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import vercel from "../vercel.json" with { type: "json" };
import { isDue, parseSchedule } from "./schedule.ts";

describe("isDue", () => {
  it.each([
    ["* * * * *", "2026-03-04T05:06:00Z", true],
    ["15 * * * *", "2026-03-04T05:15:59Z", true],
    ["15 * * * *", "2026-03-04T05:16:00Z", false],
    ["*/10 * * * *", "2026-03-04T05:20:00Z", true],
    ["*/10 * * * *", "2026-03-04T05:21:00Z", false],
    ["5/20 * * * *", "2026-03-04T05:45:00Z", true],
    ["0 9-17/4 * * *", "2026-03-04T13:00:00Z", true],
    ["0 9-17/4 * * *", "2026-03-04T14:00:00Z", false],
    // The hour is of UTC, as at Vercel: 02:30 there is 10:30 in Beijing.
    ["30 2 * * *", "2026-03-04T10:30:00+08:00", true],
    ["30 2 * * *", "2026-03-04T02:30:00+08:00", false],
    ["0 0 1 1,7 *", "2026-07-01T00:00:00Z", true],
    ["0 0 1 1,7 *", "2026-06-01T00:00:00Z", false],
    ["0 0 * * 1-5", "2026-03-04T00:00:00Z", true],
    ["0 0 * * 1-5", "2026-03-07T00:00:00Z", false],
    ["0 0 1 * 0", "2026-03-08T00:00:00Z", true],
    ["0 0 1 * 0", "2026-03-09T00:00:00Z", false],
  ])("%s at %s: %s", (line, instant, due) => {
    expect(isDue(parseSchedule(line), new Date(instant))).toBe(due);
  });
});

describe("parseSchedule", () => {
  it.each(["* * * *", "60 * * * *", "* 24 * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "* * 0 * *", "@daily"])(
    "refuses %s",
    (line) => {
      expect(() => parseSchedule(line)).toThrow("定时表达式");
    },
  );

  it("reads every line of vercel.json", () => {
    expect(vercel.crons.length).toBeGreaterThan(0);
    for (const { schedule } of vercel.crons) expect(parseSchedule(schedule).minute.size).toBeGreaterThan(0);
  });
});

it("schedules every cron route, and nothing else", async () => {
  const routes = await readdir(resolve(import.meta.dirname, "../app/api/cron"));
  expect(vercel.crons.map(({ path }) => path).toSorted()).toEqual(routes.map((name) => `/api/cron/${name}`).toSorted());
});
