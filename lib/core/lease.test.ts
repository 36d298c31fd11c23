import { expect, test } from "vitest";
import { BILL_FILE_MS, BILL_MS, leaseMs, MAIL_MS } from "./lease.ts";
import { CALL_LIMIT_MS } from "./trade.ts";

test.each([
  [{ batch: 1, width: 1, outsideMs: 0 }, 15_000],
  [{ batch: 16, width: 8, outsideMs: 24_000 }, 78_000],
  [{ batch: 17, width: 8, outsideMs: 24_000 }, 117_000],
])("the lease of %j is the longest time of all its rounds: %i ms", (hold, ms) => {
  expect(leaseMs(hold)).toBe(ms);
});

test("the file of a bill is given up before its link is dead, 30 s after it was made", () => {
  expect(BILL_FILE_MS).toBeGreaterThan(10_000);
  expect(BILL_FILE_MS).toBeLessThan(30_000);
  expect(BILL_MS).toBe(CALL_LIMIT_MS + BILL_FILE_MS);
});

test("a mail's server has half a minute or so", () => {
  expect(MAIL_MS).toBeGreaterThan(10_000);
  expect(MAIL_MS).toBeLessThan(60_000);
});
