import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseYuan, shareOf, yuanNumber, yuanText } from "./money.ts";

const fen = fc.integer({ min: 0, max: 99_999_999_999 });

describe("reading Alipay's amounts", () => {
  test.each([
    ["0.01", 1],
    ["9.90", 990],
    ["88.88", 8_888],
    ["1000000.00", 100_000_000],
    ["999999999.99", 99_999_999_999],
  ])("%j is %i fen", (text, expected) => {
    expect(parseYuan(text)).toBe(expected);
  });

  // A lenient parser turns each of these into a number (docs/alipay.md A5).
  test.each(
    [
      "9.9",
      "9",
      "09.90",
      "9.900",
      "9.90abc",
      "1e1",
      "0x9",
      " 9.90",
      "9.90 ",
      "9.90\n",
      "",
      "-9.90",
      "+9.90",
      ".90",
      "9.",
      "９.９０",
      "٣.00",
    ].concat(["9,90", "1,000.00", "NaN", "Infinity", "null", "1000000000.00"]),
  )("%j is no amount", (text) => {
    expect(parseYuan(text)).toBeNull();
  });

  test("what is written is read back", () => {
    fc.assert(fc.property(fen, (amount) => void expect(parseYuan(yuanText(amount))).toBe(amount)));
  });
});

describe("writing amounts", () => {
  test.each([
    [0, "0.00", 0],
    [1, "0.01", 0.01],
    [10, "0.10", 0.1],
    [990, "9.90", 9.9],
    [1_990, "19.90", 19.9],
    [100_000_000, "1000000.00", 1_000_000],
    [-1_990, "-19.90", -19.9],
  ])("%i fen is %j for Alipay and %d in JSON", (amount, text, number) => {
    expect(yuanText(amount)).toBe(text);
    expect(yuanNumber(amount)).toBe(number);
  });

  test.each([0.5, Number.NaN, Infinity, 2 ** 53])("%d is not an amount", (amount) => {
    expect(() => yuanText(amount)).toThrow("invariant broken");
  });
});

describe("shares", () => {
  test.each([
    [1_000, 1, 3, 333],
    [1_000, 2, 3, 666],
    [1_000, 3, 3, 1_000],
    [1_000, 0, 3, 0],
    [1, 1, 2, 0],
    // The product leaves the safe whole numbers: floating point would be wrong here.
    [100_000_000, 99_999_999, 100_000_000, 99_999_999],
  ])("%i fen × %i ÷ %i is %i", (amount, part, whole, expected) => {
    expect(shareOf(amount, part, whole)).toBe(expected);
  });

  test("a share and the rest never exceed the whole, and miss it by less than a fen each", () => {
    const parts = fc
      .integer({ min: 1, max: 100_000_000 })
      .chain((whole) => fc.tuple(fc.constant(whole), fc.integer({ min: 0, max: whole })));
    fc.assert(
      fc.property(fen, parts, (amount, [whole, part]) => {
        const both = shareOf(amount, part, whole) + shareOf(amount, whole - part, whole);
        expect(both).toBeLessThanOrEqual(amount);
        expect(both).toBeGreaterThanOrEqual(amount - 1);
      }),
    );
  });

  test.each([
    [-1, 3],
    [4, 3],
    [0, 0],
  ])("%i of %i is no share", (part, whole) => {
    expect(() => shareOf(100, part, whole)).toThrow("invariant broken");
  });
});
