import { expect, test } from "vitest";
import { after, SECOND_MS } from "../core/time.ts";
import type { CallHealth } from "../core/trade.ts";
import { NOW } from "../testing/builders.ts";
import { CallWindow } from "./health.ts";

/** Records calls a second apart: "+" answered, "-" not. Returns what was told, with the second of it. */
function told(calls: string, window = new CallWindow(), from = 0): [second: number, health: CallHealth][] {
  const heard: [number, CallHealth][] = [];
  window.listen((health, now) => heard.push([(now.getTime() - NOW.getTime()) / SECOND_MS, health]));
  for (const [i, call] of [...calls].entries()) window.record(call === "+", after(NOW, (from + i) * SECOND_MS));
  return heard;
}

test("half of five calls without an answer is a failure, four calls are none", () => {
  expect(told("----")).toEqual([]);
  expect(told("++---")).toEqual([[4, { calls: 5, unanswered: 3, isFailing: true }]]);
  expect(told("+++--")).toEqual([]);
  expect(told("+++---")).toMatchObject([[5, { calls: 6, unanswered: 3, isFailing: true }]]);
});

test("a failure is told every 30 seconds while it lasts, and its end once", () => {
  const heard = told("-".repeat(40) + "+".repeat(60));
  expect(heard.map(([second, { isFailing }]) => [second, isFailing])).toEqual([
    [4, true],
    [34, true],
    [64, true],
    [80, false],
  ]);
});

test("what is two minutes old no longer counts, and silence alone is no recovery", () => {
  const window = new CallWindow();
  expect(told("-----", window)).toHaveLength(1);
  expect(told("-", window, 200)).toEqual([]);
  expect(told("+", window, 201)).toMatchObject([[201, { calls: 2, isFailing: false }]]);
});
