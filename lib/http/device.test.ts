import { expect, test } from "vitest";
import { cashierKindFor } from "./device.ts";

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36", "PAGE"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "WAP"],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "WAP"],
  ["", "PAGE"],
])("%j opens %s", (userAgent, kind) => {
  expect(cashierKindFor(new Headers({ "user-agent": userAgent }))).toBe(kind);
});
