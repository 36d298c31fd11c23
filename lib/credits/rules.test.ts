import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, MINUTE_MS } from "../core/time.ts";
import { freeOf, holds, isExpired, leaseEnd, takeable, takeFromHeld } from "./rules.ts";

const now = new Date("2026-03-01T04:00:00.000Z");

describe("a lease", () => {
  test("is as long as its maker says, or a quarter of an hour", () => {
    expect(leaseEnd(90, now)).toEqual(after(now, 90_000));
    expect(leaseEnd(undefined, now)).toEqual(after(now, 15 * MINUTE_MS));
  });

  test.each([
    ["HELD", 1, true],
    ["HELD", 0, false],
    ["HELD", -1, false],
    ["COMMITTED", 1, false],
    ["RELEASED", 1, false],
    ["EXPIRED", 1, false],
  ] as const)("%s with %i ms to go holds: %s", (status, ms, expected) => {
    expect(holds({ status, leaseUntil: after(now, ms) }, now)).toBe(expected);
  });
});

describe("a lot", () => {
  test("is free but for what is frozen and reserved", () => {
    expect(freeOf({ remaining: 10, frozen: 3, reserved: 2 })).toBe(5);
  });

  test.each([
    [null, false],
    [after(now, 1), false],
    [now, true],
    [after(now, -1), true],
  ])("with the day %s is expired: %s", (expireTime, expected) => {
    expect(isExpired({ expireTime }, now)).toBe(expected);
  });
});

test.each([
  ["what nobody holds", null, 60],
  ["that, until its day", after(now, 1), 60],
  ["nothing from its day on", now, 0],
])("a refund can take %s of a lot", (_, expireTime, free) => {
  expect(takeable({ remaining: 80, frozen: 5, reserved: 15, expireTime }, now)).toBe(free);
});

describe("what a job used of what it held", () => {
  const heldOf = (amounts: readonly number[]) => amounts.map((amount, i) => ({ lotId: BigInt(i), amount }));

  test("comes off the first lots first", () => {
    expect(takeFromHeld(heldOf([3, 5, 2]), 7).map((lot) => lot.amount)).toEqual([3, 4, 0]);
  });

  test("adds up, never exceeds a lot, and leaves a later lot alone while an earlier one has some", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.nat(), (held, pick) => {
        const used = pick % (held.reduce((sum, amount) => sum + amount, 0) + 1);
        const taken = takeFromHeld(heldOf(held), used).map((lot) => lot.amount);
        expect(taken.reduce((sum, amount) => sum + amount, 0)).toBe(used);
        const firstNotEmptied = taken.findIndex((amount, i) => amount < held[i]!);
        taken.forEach((amount, i) => {
          expect(amount).toBeLessThanOrEqual(held[i]!);
          if (firstNotEmptied >= 0 && i > firstNotEmptied) expect(amount).toBe(0);
        });
      }),
    );
  });

  test("more than was held is our own mistake", () => {
    expect(() => takeFromHeld(heldOf([3]), 4)).toThrow("invariant broken");
  });
});
