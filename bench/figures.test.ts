import { expect, test } from "vitest";
import { figuresOf, medianFigures, medianOf, medianRatio } from "./figures.ts";

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

test("percentiles are nearest ranks, throughput counts what was answered well", () => {
  expect(figuresOf(hundred, 500, ["503"])).toEqual({
    perSecond: 200,
    p50: 50,
    p95: 95,
    p99: 99,
    failures: 1,
    firstFailure: "503",
  });
  expect(figuresOf([7], 1_000, [])).toMatchObject({ perSecond: 1, p50: 7, p99: 7, failures: 0, firstFailure: null });
});

test("the median of an odd and of an even number of rounds", () => {
  expect(medianOf([9, 1, 5])).toBe(5);
  expect(medianOf([9, 1, 5, 7])).toBe(6);
});

test("several rounds: the median of each figure, the sum of the failures", () => {
  const rounds = [figuresOf([1], 1_000, []), figuresOf([3], 250, ["a"]), figuresOf([2], 500, ["b", "c"])];
  expect(medianFigures(rounds)).toEqual({ perSecond: 2, p50: 2, p95: 2, p99: 2, failures: 3, firstFailure: "a" });
});

test("a ratio compares figures of the same round only", () => {
  const [slow, fast] = [figuresOf([1], 1_000, []), figuresOf([1], 100, [])];
  expect(medianRatio([slow, fast], [slow, fast])).toBe(1);
  expect(medianRatio([fast, fast], [slow, slow])).toBe(10);
});
