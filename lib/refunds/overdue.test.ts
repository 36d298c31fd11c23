import { beforeEach, describe, expect, test } from "vitest";
import { commitReservation } from "../credits/commit-reservation.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { after } from "../core/time.ts";
import { at, contextAt, type TestOrder } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { statementsOf } from "../testing/statements.ts";
import { quoteRefund } from "./quote-refund.ts";

useSandbox();
useDatabase();

/** A job holds 30 of 110 credits, 10 of them bonus, until this instant; no cron comes by. */
const over = at(31);
let order: TestOrder;
beforeEach(async () => {
  order = await aBoughtOrder();
});

const hold = () =>
  reserveCredits(
    order.memberId,
    { amount: 30, bizId: "job", reason: "训练", leaseSeconds: 60 },
    contextAt(at(30), "service:1"),
  );
const quote = (now: Date) => quoteRefund(order.memberId, order.orderSn, now);
const finish = (now: Date) => commitReservation(order.memberId, { bizId: "job" }, contextAt(now, "service:1"));
const statuses = () => query("select status from ums_credit_reservation");

describe("a job whose lease has run out, before the cron has been there", () => {
  beforeEach(hold);

  test("holds nothing back, to the millisecond, and a quote changes nothing", async () => {
    expect(await quote(after(over, -1))).toMatchObject({ refundable: false });
    expect(await quote(over)).toMatchObject({ refundable: true, refundAmount: 9.9 });
    expect(await statuses()).toEqual([{ status: "HELD" }]);
  });

  test("is let go by the refund, which is the one that was shown", async () => {
    await expect(askBack(order, after(over, -1))).rejects.toMatchObject({ facts: { detail: "JOB_RUNNING" } });
    expect(await askBack(order, over)).toMatchObject({ status: "SUCCESS", refundAmount: 9.9 });
    expect(await statuses()).toEqual([{ status: "EXPIRED" }]);
    await expect(finish(after(over, -1))).rejects.toMatchObject({ code: "RESERVATION_NOT_HELD" });
    expect(await query("select remaining, frozen, reserved from ums_credit_lot")).toEqual([
      { remaining: 0, frozen: 0, reserved: 0 },
      { remaining: 0, frozen: 0, reserved: 0 },
    ]);
    await expectCoherence(over);
  });

  test("is let go a step ahead by the cron: the same refund", async () => {
    const cron = `update ums_credit_reservation set status = 'EXPIRED', finish_time = lease_until;
      update ums_credit_lot set reserved = 0`;
    expect(await overtake(cron, () => askBack(order, over))).toMatchObject({ status: "SUCCESS", refundAmount: 9.9 });
  });

  test("is just done, while the refund is asked for: what it used is not paid back", async () => {
    const [job, refund] = await Promise.allSettled([finish(after(over, -1)), askBack(order, over)]);
    expect(refund).toMatchObject({ value: { refundAmount: job.status === "fulfilled" ? 7.92 : 9.9 } });
    await expectCoherence(over);
  });
});

test("a refund asks about leases only where one is in its way", async () => {
  const free = await statementsOf(() => askBack(order, over));
  order = await aBoughtOrder();
  await hold();
  const held = await statementsOf(() => askBack(order, over));
  // What is in the way: a commit that conflicts, a read, a release, and the three reads again.
  expect(held).toEqual({ reads: free.reads + 4, writes: free.writes + 2 });
});
