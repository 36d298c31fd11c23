import { describe, expect, test, vi } from "vitest";
import { callerOf } from "./caller.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:50123", "203.0.113.7"],
  ["::1", "0:0:0:0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2:3:4:5:6:50123", "2001:db8:1:2"],
  ["[2001:db8:1:2:3:4:5:6]:50123", "2001:db8:1:2"],
  ["[2001:db8:1:2::6]", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0DB8:0001:0002::1", "2001:db8:1:2"],
  ["2001:db8:1:2::", "2001:db8:1:2"],
  ["2001:db8:1:2::192.0.2.1", "2001:db8:1:2"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:50123", "203.0.113.7"],
  ["", "unknown"],
  [" , ", "unknown"],
  ["unknown", "unknown"],
  ["_hidden", "unknown"],
  ["203.0.113.7.9", "unknown"],
  ["203.0.113.7:50123:9", "unknown"],
  ["[::1", "unknown"],
])("%j is counted as %j", (entry, caller) => {
  expect(callerOf(entry, 1)).toBe(caller);
});

test("without the header nobody is known", () => expect(callerOf(null, 1)).toBe("unknown"));

describe("with the caller's own words, a CDN and a proxy", () => {
  const header = "192.0.2.66, 203.0.113.7:50123,  104.23.0.9";

  test.each([
    [1, "104.23.0.9"],
    [2, "203.0.113.7"],
    [3, "192.0.2.66"],
    [4, "192.0.2.66"],
  ])("behind %d proxies it is %s", (proxies, caller) => expect(callerOf(header, proxies)).toBe(caller));

  test("past the CDN, the proxy's word is the only one", () => expect(callerOf("203.0.113.7", 2)).toBe("203.0.113.7"));
});

test("TRUSTED_PROXIES is what limits count by", async () => {
  const headers = new Headers({ "x-forwarded-for": "203.0.113.7, 104.23.0.9" });
  for (const [proxies, caller] of [
    ["1", "104.23.0.9"],
    ["2", "203.0.113.7"],
  ] as const) {
    vi.resetModules();
    vi.stubEnv("TRUSTED_PROXIES", proxies);
    const { addressOf } = await import("./limits.ts");
    expect(addressOf(headers)).toBe(caller);
  }
});
