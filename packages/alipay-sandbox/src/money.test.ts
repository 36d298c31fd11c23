import { expect, test } from "vitest";
import { parseYuan, yuan } from "./money.ts";

test.each([
  ["0.01", 1],
  ["88.8", 8880],
  ["88.80", 8880],
  ["100000000", 100_000_000_00],
  ["0", undefined],
  ["0.00", undefined],
  ["1.001", undefined],
  ["100000000.01", undefined],
  ["-1", undefined],
  ["1e3", undefined],
  [" 1", undefined],
  ["", undefined],
])("%j yuan is %s fen", (text, fen) => {
  expect(parseYuan(text)).toBe(fen);
  if (fen !== undefined) expect(parseYuan(yuan(fen))).toBe(fen);
});

test("fen are written with two decimals, and refunds with their sign", () => {
  expect([yuan(0), yuan(5), yuan(1234), yuan(-880)]).toEqual(["0.00", "0.05", "12.34", "-8.80"]);
});
