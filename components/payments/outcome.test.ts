import { describe, expect, it } from "vitest";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES } from "../../lib/contracts/codes.ts";
import { DELIVERY_STATUSES, ORDER_STATUSES, type DeliveryStatus, type OrderStatus } from "../../lib/core/states.ts";
import { isFinal, needsHelp, nextPollIn, outcomeOf, type Outcome } from "./outcome.ts";

const EXPIRE = "2026-01-31T08:30:00.000Z";
const BEFORE = Date.parse("2026-01-31T08:29:59.999Z");
const AT = Date.parse(EXPIRE);

function status(order: OrderStatus, delivery: DeliveryStatus = "PENDING") {
  return {
    orderSn: "2026013108000000",
    status: ORDER_STATUS_CODES[order],
    statusText: "",
    deliveryStatus: DELIVERY_STATUS_CODES[delivery],
  };
}

describe("what the buyer is told", () => {
  it.each([
    [undefined, true, BEFORE, "waiting"],
    [status("PENDING"), true, BEFORE, "waiting"],
    [status("PENDING"), false, BEFORE, "unanswered"],
    [status("PENDING"), true, AT, "overdue"],
    [status("PENDING"), false, AT, "overdue"],
    [status("PAID"), true, BEFORE, "delivering"],
    [status("PAID", "DELIVERED"), true, BEFORE, "delivered"],
    [status("PAID", "FAILED"), false, AT, "delayed"],
    [status("COMPLETED", "DELIVERED"), false, AT, "delivered"],
    [status("REFUNDING", "DELIVERED"), true, BEFORE, "refunded"],
    [status("REFUNDED", "DELIVERED"), true, BEFORE, "refunded"],
  ])("%#: %j, polling %s", (view, isPolling, now, outcome) => {
    expect(outcomeOf(view, { expireTime: EXPIRE, isPolling, closeReason: null }, now)).toBe(outcome);
  });

  it.each([
    ["CANCELLED_BY_MEMBER", "cancelled"],
    ["EXPIRED", "expired"],
    [null, "closed"],
  ])("an order that was closed (%s) is %s, before and after its deadline", (closeReason, outcome) => {
    for (const now of [BEFORE, AT])
      expect(outcomeOf(status("CANCELLED"), { expireTime: EXPIRE, isPolling: true, closeReason }, now)).toBe(outcome);
  });

  const ENDS = ORDER_STATUSES.filter((name) => name !== "PENDING").flatMap((name) =>
    DELIVERY_STATUSES.flatMap((delivery) =>
      ["CANCELLED_BY_MEMBER", "EXPIRED", null].map((reason) => [name, delivery, reason] as const),
    ),
  );

  it.each(ENDS)("%s, %s, closed by %s never changes by the clock", (name, delivery, closeReason) => {
    const told = [BEFORE, AT, AT + 1e9].flatMap((now) =>
      [true, false].map((isPolling) =>
        outcomeOf(status(name, delivery), { expireTime: EXPIRE, isPolling, closeReason }, now),
      ),
    );
    expect(new Set(told).size).toBe(1);
  });

  it("never calls an order overdue whose deadline it does not know", () => {
    expect(outcomeOf(status("PENDING"), { expireTime: null, isPolling: true, closeReason: null }, AT)).toBe("waiting");
  });
});

it("waits on while money or goods are on their way, and no longer", () => {
  expect([status("PENDING"), status("PAID")].map(isFinal)).toEqual([false, false]);
  const ends = [status("PAID", "DELIVERED"), status("PAID", "FAILED"), status("CANCELLED"), status("REFUNDED")];
  expect(ends.map(isFinal)).toEqual([true, true, true, true]);
});

it.each([
  [999, 3_000],
  [1_000, 15_000],
  [1_999, 15_000],
  [2_000, false],
])("looks often at first, then now and then, then no more (%d)", (now, wait) => {
  expect(nextPollIn({ until: 1_000, slowlyUntil: 2_000 }, now)).toBe(wait);
  expect(nextPollIn({ until: 1_000, slowlyUntil: 0 }, now)).toBe(now < 1_000 && 3_000);
});

it("a person helps where money may be missing, and nowhere else", () => {
  const outcomes: Record<Outcome, boolean> = {
    ...{ waiting: false, delivering: false, delivered: false, refunded: false },
    ...{ unanswered: true, overdue: true, delayed: true, closed: true, expired: true, cancelled: true },
  };
  for (const [outcome, helps] of Object.entries(outcomes))
    expect([outcome, needsHelp(outcome as Outcome)]).toEqual([outcome, helps]);
});
