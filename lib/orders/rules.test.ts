import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../catalog/rules.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { ORDER_STATUSES, type OrderStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import { cancellable, draftOrder, mayMove, ORDER_MOVES, payable, refundable } from "./rules.ts";

const now = new Date("2026-03-01T04:00:00.000Z");

describe("where an order may go", () => {
  // The whole table, so that a change of it is a change of this test.
  const allowed = [
    ["PENDING", "PAID"],
    ["PENDING", "CANCELLED"],
    ["CANCELLED", "PAID"],
    ["PAID", "REFUNDING"],
    ["PAID", "COMPLETED"],
    // Its money was refunded outside.
    ["COMPLETED", "REFUNDING"],
    ["REFUNDING", "REFUNDED"],
    ["REFUNDING", "PAID"],
  ];
  const pairs = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => [from, to] as const));

  test.each(pairs)("%s → %s", (from, to) => {
    expect(mayMove(from, to)).toBe(allowed.some(([a, b]) => a === from && b === to));
  });

  test("every state is reached from PENDING", () => {
    const reached = new Set<OrderStatus>(["PENDING"]);
    for (const from of reached) for (const to of ORDER_MOVES[from]) reached.add(to);
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  test("REFUNDED is final, and nothing else is", () => {
    expect(ORDER_STATUSES.filter((status) => ORDER_MOVES[status].length === 0)).toEqual(["REFUNDED"]);
  });
});

describe("what may be done with an order now", () => {
  test.each(ORDER_STATUSES)("%s: payable and cancellable only while PENDING", (status) => {
    expect(payable({ status, expireTime: after(now, 1) }, now)).toBe(status === "PENDING");
    expect(cancellable({ status })).toBe(status === "PENDING");
    expect(refundable({ status, deliveryStatus: "DELIVERED", paymentTime: now }, now)).toBe(status === "PAID");
  });

  test.each([
    [-1, false],
    [0, false],
    [1, true],
  ])("payable with %i ms left: %s", (left, expected) => {
    expect(payable({ status: "PENDING", expireTime: after(now, left) }, now)).toBe(expected);
  });

  test.each([
    [REFUND_WINDOW_MS - 1, true],
    [REFUND_WINDOW_MS, true],
    [REFUND_WINDOW_MS + 1, false],
  ])("refundable %i ms after the payment: %s", (age, expected) => {
    const paid = { status: "PAID", paymentTime: after(now, -age) } as const;
    expect(refundable({ ...paid, deliveryStatus: "DELIVERED" }, now)).toBe(expected);
    expect(refundable({ ...paid, deliveryStatus: "PENDING" }, now)).toBe(true);
    expect(refundable({ ...paid, deliveryStatus: "FAILED" }, now)).toBe(true);
  });

  test("an order without a payment time is never refundable", () => {
    expect(refundable({ status: "PAID", deliveryStatus: "FAILED", paymentTime: null }, now)).toBe(false);
  });
});

describe("a new order", () => {
  const snapshot: Snapshot = {
    type: "CREDITS",
    productId: 1n,
    productName: "一百积分",
    priceFen: 990,
    creditAmount: 100,
    bonusCredits: 5,
    validDays: 365,
    goodsVersion: 1,
  };

  test("lives as long as it is told to and keeps what is bought", () => {
    const draft = draftOrder(snapshot, [], { cap: 20, lifeMs: 45_000 }, now, 0);
    expect(draft).toEqual({ snapshot, expireTime: after(now, 45_000), openSlot: 1 });
  });

  test.each([
    [0, 1],
    [0.5, 4],
    [0.999, 5],
  ])("spreads over the free slots: %d takes %i", (pick, slot) => {
    expect(draftOrder(snapshot, [2], { cap: 5, lifeMs: 45_000 }, now, pick)!.openSlot).toBe(slot);
  });

  test("takes a free slot within the cap; with none free there is no order", () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 30 })),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    );
    fc.assert(
      fc.property(cases, ([cap, taken, pick]) => {
        const draft = draftOrder(snapshot, taken, { cap, lifeMs: 45_000 }, now, pick);
        const free = Array.from({ length: cap }, (_, i) => i + 1).filter((slot) => !taken.includes(slot));
        if (free.length === 0) expect(draft).toBeNull();
        else expect(free).toContain(draft?.openSlot);
      }),
    );
  });
});
