import { expect, test } from "vitest";
import { isTaxNumber } from "./tax-number.ts";

test.each([
  ["a unified code", "914403001922038216", true],
  ["one that ends with a letter", "9144030071526726XG", true],
  ["another", "91330100799655058B", true],
  ["one digit is wrong", "914403001922038226", false],
  ["the check character is wrong", "9144030071526726XF", false],
  ["a letter that the code does not have", "91440300I92203821S", false],
  ["lower case", "9144030071526726xg", false],
  ["a person's id", "11010519491231002X", false],
  ["an old one of 15", "110108551385082", true],
  ["an old one of 20", "11010519491231002X01", true],
  ["17 characters", "91440300192203821", false],
  ["with a line break", "914403001922038216\n", false],
  ["empty", "", false],
])("%s: %j", (_, text, expected) => expect(isTaxNumber(text)).toBe(expected));
