import { expect, it } from "vitest";
import { ownPath, signInPath } from "./sign-in-path.ts";

it.each(["/", "/orders?status=0&pageNum=2", "/#plans", "/orders/2026013108000000"])("goes back to %s", (path) => {
  expect(ownPath(path)).toBe(path);
});

it.each([
  null,
  undefined,
  "",
  "orders",
  "https://evil.test/",
  "//evil.test",
  "/\\evil.test",
  "/orders\\..\\x",
  "/\t/evil.test",
  "\n//evil.test",
  "javascript:alert(1)",
])("does not go to %j", (text) => {
  expect(ownPath(text)).toBe("/");
});

it("carries the whole path through the sign-in page", () => {
  const { searchParams } = new URL(signInPath("/orders?status=0&orderSn=a"), "http://localhost");
  expect(searchParams.get("callbackUrl")).toBe("/orders?status=0&orderSn=a");
});
