import { expect, test } from "vitest";
import { PAID_ORDER_STATUSES } from "./states.ts";

test("an order has an effective payment, or waits for one, or was closed without one", () => {
  expect(PAID_ORDER_STATUSES).toEqual(["PAID", "REFUNDED", "COMPLETED", "REFUNDING"]);
});
