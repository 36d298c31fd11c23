import { expect, test, vi } from "vitest";
import { payWayFor, sourceTypeOf } from "./device.ts";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36", "PAGE", "PC"],
  [IPHONE, "WAP", "PHONE"],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "WAP", "PHONE"],
  ["", "PAGE", "PC"],
])("%j opens %s and comes from a %s", (userAgent, kind, source) => {
  const headers = new Headers({ "user-agent": userAgent });
  expect([payWayFor(headers).cashierKind, sourceTypeOf(headers)]).toEqual([kind, source]);
  expect(payWayFor(headers, "PAGE").cashierKind).toBe("PAGE");
});

test("a phone opens the desktop cashier where the merchant has signed no other", async () => {
  vi.stubEnv("ALIPAY_WAP", "off");
  vi.resetModules();
  const device = await import("./device.ts");
  const headers = new Headers({ "user-agent": IPHONE });
  expect([device.payWayFor(headers).cashierKind, device.sourceTypeOf(headers)]).toEqual(["PAGE", "PHONE"]);
});
