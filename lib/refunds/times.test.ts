import { expect, test } from "vitest";
import { after, HOUR_MS } from "../core/time.ts";
import { nextLookAt, SENDING_MS } from "./rules.ts";

const sent = new Date("2026-03-01T04:00:00.000Z");

test("whoever sends a refund keeps others from it for three calls of 8 s and what our database may take, and no longer", () => {
  expect(SENDING_MS).toBe(3 * 8_000 + 15_000);
});

test.each([
  [0, 10_000],
  [10_000, 10_000],
  [10_001, 10_001],
  [2 * HOUR_MS, HOUR_MS],
  [24 * HOUR_MS, 4 * HOUR_MS],
])("a refund that has waited %i ms is looked at again in %i ms", (waited, ms) => {
  expect(nextLookAt(sent, after(sent, waited))).toEqual(after(sent, waited + ms));
});
