import { expect, test } from "vitest";
import { payWayFor, sourceTypeOf } from "./device.ts";

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36", "PAGE", "PC"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "WAP", "PHONE"],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "WAP", "PHONE"],
  ["", "PAGE", "PC"],
])("%j opens %s and comes from a %s", (userAgent, kind, source) => {
  const headers = new Headers({ "user-agent": userAgent });
  expect([payWayFor(headers).cashierKind, sourceTypeOf(headers)]).toEqual([kind, source]);
});
