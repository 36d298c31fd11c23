import { expect, test } from "vitest";
import { DELIVERY_STATUSES, ORDER_STATUSES } from "../core/states.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { holdOf, LEASE_MS, LOOK_AGAIN_MS, nextRetryAt, redeliverable, takeable, type LotFacts } from "./rules.ts";

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

const aLot = (facts: Partial<LotFacts> = {}): LotFacts => ({
  id: 1n,
  kind: "PAID",
  granted: 100,
  remaining: 80,
  frozen: 5,
  reserved: 15,
  expireTime: null,
  ...facts,
});

test.each([
  ["what nobody holds", {}, 60],
  ["that, until its day", { expireTime: after(now, 1) }, 60],
  ["nothing from its day on", { expireTime: now }, 0],
])("a refund can take %s of a lot", (_, facts, free) => {
  expect(takeable(aLot(facts), now)).toBe(free);
});

test("a refund holds the lots of which something is left, and a period by its number", () => {
  const lots = [aLot({ id: 1n, remaining: 20 }), aLot({ id: 2n, remaining: 21 }), aLot({ id: 3n })];
  expect(holdOf({ type: "CREDITS", lots }, now)).toEqual({
    type: "CREDITS",
    lots: [
      { lotId: 2, amount: 1 },
      { lotId: 3, amount: 60 },
    ],
  });
  expect(holdOf({ type: "NONE" }, now)).toEqual({ type: "NONE" });
  const segment = { id: 7n, version: 1, startDate: now, endDate: after(now, MINUTE_MS) };
  expect(holdOf({ type: "SUBSCRIPTION", segment, later: [] }, now)).toEqual({ type: "SUBSCRIPTION", segmentId: 7 });
});

test("only a paid order whose delivery was given up may be sent again", () => {
  const all = ORDER_STATUSES.flatMap((status) =>
    DELIVERY_STATUSES.map((deliveryStatus) => ({ status, deliveryStatus })),
  );
  expect(all.filter(redeliverable)).toEqual([{ status: "PAID", deliveryStatus: "FAILED" }]);
});
