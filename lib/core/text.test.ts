import { expect, test } from "vitest";
import { isStorable } from "./text.ts";

test.each([
  ["", true],
  ["买错了 🙂", true],
  ["a\u0000b", false],
  ["\ud800", false],
  ["\ud800\u0000", false],
])("PostgreSQL can store %j: %s", (text, storable) => {
  expect(isStorable(text)).toBe(storable);
});
