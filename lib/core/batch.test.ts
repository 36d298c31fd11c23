import { expect, test } from "vitest";
import { Budget, sideBySide, sumReports } from "./batch.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test.each([
  ["as its width allows", 3, 3],
  ["as there are, where there are fewer", 20, 10],
])("works on as many rows at once %s, and no more", async (_, width, expected) => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
  };
  expect(await sideBySide(upTo(10), width, work)).toEqual([]);
  expect(most).toBe(expected);
});

test("names the rows that it did not begin", async () => {
  const begun: number[] = [];
  const work = (row: number) => Promise.resolve(void begun.push(row));
  expect(await sideBySide(upTo(5), 1, work, () => begun.length < 2)).toEqual([3, 4, 5]);
  expect(begun).toEqual([1, 2]);
});

test("a budget is used once its time is over, and not before", async () => {
  expect(new Budget().isUsed()).toBe(false);
  expect(new Budget().elapsedMs()).toBeLessThan(performance.now());
  expect(new Budget(0).isUsed()).toBe(true);
  const budget = new Budget(1);
  await expect.poll(() => budget.isUsed()).toBe(true);
  expect(budget.elapsedMs()).toBeGreaterThanOrEqual(1);
});

test("several runs are one report, and none is nothing", () => {
  const one = { claimed: 1, done: 0, failed: 1, left: 10 };
  const two = { claimed: 2, done: 2, failed: 0, left: 20 };
  expect(sumReports([one, two])).toEqual({ claimed: 3, done: 2, failed: 1, left: 30 });
  expect(sumReports([])).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
});
