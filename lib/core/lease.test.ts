import { expect, test } from "vitest";
import { leaseMs } from "./lease.ts";

test.each([
  [{ batch: 1, width: 1, outsideMs: 0 }, 15_000],
  [{ batch: 16, width: 8, outsideMs: 24_000 }, 78_000],
  [{ batch: 17, width: 8, outsideMs: 24_000 }, 117_000],
])("the lease of %j is the longest time of all its rounds: %i ms", (hold, ms) => {
  expect(leaseMs(hold)).toBe(ms);
});
