import { expect, test } from "vitest";
import { addressOf } from "./limits.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
  ["spoofed,  203.0.113.7 ", "203.0.113.7"],
  ["", "unknown"],
  ["::1", "0:0:0:0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8:1:2::", "2001:db8:1:2"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
])("forwarded for %j is counted as %j", (header, address) => {
  expect(addressOf(new Headers({ "x-forwarded-for": header }))).toBe(address);
});

test("without the header nobody is known", () => expect(addressOf(new Headers())).toBe("unknown"));
