import { describe, expect, test } from "vitest";
import { sumReports, workThrough } from "./batch.ts";

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

test("several batches are one report", () => {
  const [first, second] = [
    { claimed: 5, done: 3, failed: 2 },
    { claimed: 7, done: 7, failed: 0 },
  ];
  expect(sumReports([first, second])).toEqual({ claimed: 12, done: 10, failed: 2 });
  expect(sumReports([])).toEqual({ claimed: 0, done: 0, failed: 0 });
});
