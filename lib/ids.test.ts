import { expect, test } from "vitest";
import { isOwnShape, newOrderSn, newRequestNo } from "./ids.ts";

const now = new Date("2026-01-02T03:04:05.006Z");

test("an order number begins with the Beijing millisecond and fits Alipay's 64 letters, digits and _", () => {
  const orderSn = newOrderSn(now);
  expect(orderSn).toMatch(/^20260102110405006[0-9a-hjkmnp-tv-z]{16}$/);
  expect(newRequestNo(now)).toMatch(/^r20260102110405006[0-9a-hjkmnp-tv-z]{16}$/);
});

test("later numbers sort after earlier ones", () => {
  const instants = [0, 1, 999, 1_000, 86_400_000, 31 * 86_400_000].map((ms) => new Date(now.getTime() + ms));
  const numbers = instants.map(newOrderSn);
  expect([...numbers].sort()).toEqual(numbers);
});

test("of the 80 random bits each one is sometimes 0 and sometimes 1", () => {
  const tails = Array.from({ length: 200 }, () => newOrderSn(now).slice(17));
  expect(new Set(tails).size).toBe(200);
  for (let place = 0; place < 16; place += 1)
    expect(new Set(tails.map((tail) => tail[place])).size).toBeGreaterThan(16);
});

test("a number of ours is known by its looks, with the suffix of an attempt or without", () => {
  const orderSn = newOrderSn(now);
  for (const own of [orderSn, `${orderSn}_2`, `${orderSn}_12`]) expect(isOwnShape(own)).toBe(true);
  for (const other of ["", "T1", orderSn.slice(1), `${orderSn}_`, `${orderSn}x`, `r${orderSn}`, orderSn.toUpperCase()])
    expect(isOwnShape(other)).toBe(false);
});
