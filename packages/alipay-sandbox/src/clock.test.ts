import { expect, test } from "vitest";
import { Clock } from "./clock.ts";

const MINUTE_MS = 60_000;

test("alarms ring in the order of their instants, those of one instant in the order of asking, and not early", () => {
  const clock = new Clock({ mode: "frozen", at: 0 });
  const rung: string[] = [];
  for (const [name, at] of [
    ["c", 3],
    ["a", 1],
    ["b1", 2],
    ["b2", 2],
    ["d", 4],
  ] as const) {
    clock.alarm(at * MINUTE_MS, () => rung.push(name));
  }
  clock.set({ advanceMs: MINUTE_MS - 1 });
  expect(rung).toEqual([]);
  clock.set({ advanceMs: 2 * MINUTE_MS + 1 });
  expect(rung).toEqual(["a", "b1", "b2", "c"]);
  clock.set({ at: 10 * MINUTE_MS });
  expect(rung).toEqual(["a", "b1", "b2", "c", "d"]);
});

test("a cancelled alarm stays silent, its neighbours of the same instant ring, and cancelling late is nothing", () => {
  const clock = new Clock({ mode: "frozen", at: 0 });
  const rung: string[] = [];
  const cancels = ["a", "b", "c"].map((name) => clock.alarm(5, () => rung.push(name)));
  cancels[1]?.();
  clock.set({ advanceMs: 5 });
  expect(rung).toEqual(["a", "c"]);
  for (const cancel of cancels) cancel();
  clock.alarm(6, () => rung.push("d"));
  clock.set({ advanceMs: 1 });
  expect(rung).toEqual(["a", "c", "d"]);
});

test("an alarm may set another that is due at once: the next ringing takes it", () => {
  const clock = new Clock({ mode: "frozen", at: 0 });
  const rung: number[] = [];
  clock.alarm(1, () => clock.alarm(1, () => rung.push(2)));
  clock.set({ advanceMs: 1 });
  expect(rung).toEqual([]);
  expect(clock.ringDue()).toBe(true);
  expect([rung, clock.ringDue()]).toEqual([[2], false]);
});

test("in the warped clock a day passes in a blink", async () => {
  const clock = new Clock({ mode: "times", times: 10_000_000, at: 0 });
  await new Promise<void>((resolve) => clock.alarm(86_400_000, resolve));
  expect(clock.now()).toBeGreaterThanOrEqual(86_400_000);
  clock.stop();
});
