import { describe, expect, it } from "vitest";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES } from "../../lib/contracts/codes.ts";
import type { DeliveryStatus, OrderStatus } from "../../lib/core/states.ts";
import { isFinal, outcomeOf } from "./outcome.ts";

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
    [status("CANCELLED"), true, BEFORE, "cancelled"],
    [status("CANCELLED"), true, AT, "expired"],
    [status("PAY_FAILED"), true, BEFORE, "failed"],
    [status("REFUNDING", "DELIVERED"), true, BEFORE, "refunded"],
    [status("REFUNDED", "DELIVERED"), true, BEFORE, "refunded"],
  ])("%#: %j, polling %s", (view, isPolling, now, outcome) => {
    expect(outcomeOf(view, { expireTime: EXPIRE, isPolling }, now)).toBe(outcome);
  });

  it("never calls an order overdue whose deadline it does not know", () => {
    expect(outcomeOf(status("PENDING"), { expireTime: null, isPolling: true }, AT)).toBe("waiting");
  });
});

it("waits on while money or goods are on their way, and no longer", () => {
  expect([status("PENDING"), status("PAID")].map(isFinal)).toEqual([false, false]);
  const ends = [status("PAID", "DELIVERED"), status("PAID", "FAILED"), status("CANCELLED"), status("REFUNDED")];
  expect(ends.map(isFinal)).toEqual([true, true, true, true]);
});
