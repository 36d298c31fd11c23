import { expect, test } from "vitest";
import { DELIVERY_STATUSES, ORDER_STATUSES } from "../core/states.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { LEASE_MS, LOOK_AGAIN_MS, nextRetryAt, redeliverable, OWED_QUOTE } from "./rules.ts";

const now = new Date("2026-03-01T04:00:00.000Z");

test.each([
  [0, 1],
  [1, 5],
  [2, 30],
])("after %i retries the next is %i minutes away", (made, minutes) => {
  expect(nextRetryAt(made, now)).toEqual(after(now, minutes * MINUTE_MS));
});

test.each([3, 4, 100])("after %i retries a person is told", (made) => {
  expect(nextRetryAt(made, now)).toBeNull();
});

test("a worker holds a delivery for two minutes, and one that must wait is looked at every thirty", () => {
  expect([LEASE_MS, LOOK_AGAIN_MS]).toEqual([120_000, 1_800_000]);
});

test("only a paid order whose delivery was given up may be sent again", () => {
  const all = ORDER_STATUSES.flatMap((status) =>
    DELIVERY_STATUSES.map((deliveryStatus) => ({ status, deliveryStatus })),
  );
  expect(all.filter(redeliverable)).toEqual([{ status: "PAID", deliveryStatus: "FAILED" }]);
});

test("goods that are still owed bring the whole price back", () => {
  expect([OWED_QUOTE.part, OWED_QUOTE.whole]).toEqual([1, 1]);
});
