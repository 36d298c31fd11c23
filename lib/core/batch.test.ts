import { describe, expect, test } from "vitest";
import { drain, sumReports, workThrough } from "./batch.ts";

describe("working through a batch", () => {
  test("one bad row is told and counted, and never stops the rest", async () => {
    const told: unknown[] = [];
    const work = (row: number) => (row === 2 ? Promise.reject(new Error("poison")) : Promise.resolve(row !== 4));
    const report = await workThrough([1, 2, 3, 4, 5], work, (row, error) => told.push([row, String(error)]));
    expect(report).toEqual({ claimed: 5, done: 3, failed: 2 });
    expect(told).toEqual([[2, "Error: poison"]]);
  });

  test.each([
    ["as its width allows", [3], 3],
    ["as four when nobody says more", [], 4],
  ])("works on as many rows at once %s, and no more", async (_, width, expected) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
      return true;
    };
    await workThrough(
      Array.from({ length: 10 }, (_, i) => i),
      work,
      () => undefined,
      ...width,
    );
    expect(most).toBe(expected);
  });

  test("nothing claimed, nothing done", async () => {
    expect(
      await workThrough(
        [],
        () => Promise.resolve(true),
        () => undefined,
      ),
    ).toEqual({ claimed: 0, done: 0, failed: 0 });
  });
});

describe("a run of batches of thirty", () => {
  const full = { claimed: 30, done: 30, failed: 0 };
  const poor = { claimed: 30, done: 5, failed: 25 };
  const rest = { claimed: 29, done: 29, failed: 0 };
  test.each([
    [
      "ends with the first that is not full",
      [full, poor, rest, full],
      undefined,
      { claimed: 89, done: 64, failed: 25 },
    ],
    [
      "ends once fifty rows did not come right",
      [poor, full, poor, full],
      undefined,
      { claimed: 90, done: 40, failed: 50 },
    ],
    ["begins none when the time is used up", [full, full, rest], 0, full],
  ])("%s", async (_, batches, budgetMs, expected) => {
    const waiting = [...batches];
    expect(await drain(() => Promise.resolve(waiting.shift()!), 30, budgetMs)).toEqual(expected);
  });
});

test("several batches are one report", () => {
  const [first, second] = [
    { claimed: 5, done: 3, failed: 2 },
    { claimed: 7, done: 7, failed: 0 },
  ];
  expect(sumReports([first, second])).toEqual({ claimed: 12, done: 10, failed: 2 });
  expect(sumReports([])).toEqual({ claimed: 0, done: 0, failed: 0 });
});
