import { beforeEach, describe, expect, test } from "vitest";
import type { Wanted } from "../catalog/get-product.ts";
import { after, DAY_MS } from "../core/time.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, aPaidOrder, aPlan, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { plantFault, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

// A line of periods changes after a refund has read it. The competing writes are those of the real verbs; freezing,
// removing, moving and releasing each have a test that fails if the version is not compared.

useSandbox();
useDatabase();

const now = at(60);
let memberId: bigint;
let wanted: Wanted;
beforeEach(async () => {
  memberId = await aMember();
  wanted = await aPlan();
});

const bought = () => aBoughtOrder({ memberId, wanted });
const periodOf = ({ orderId }: TestOrder) => `ums_member_subscriptions where order_id = ${orderId}`;
const line = () =>
  query(
    "select start_date as start, end_date as end from ums_member_subscriptions where status <> 'REFUNDED' order by start_date",
  );

/** Requested and accepted by Alipay, with the answer lost. */
async function aSentRefund(order: TestOrder): Promise<void> {
  await plantFault({ fault: "reset-after", method: "alipay.trade.refund", times: 2 });
  expect(await askBack(order, at(50))).toMatchObject({ status: "SENT" });
}

/** What settling the payment of one more order writes: 30 days behind the period of `last`. */
async function putBehind(last: TestOrder): Promise<string> {
  const { orderId } = await anOrder({ memberId, wanted });
  return `update ums_member_subscriptions set version = version + 1 where order_id = ${last.orderId};
    insert into ums_member_subscriptions
      (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
    select member_id, ${orderId}, plan_id, plan_code, plan_name, plan_level, billing_cycle, end_date, end_date + interval '30 days'
    from ${periodOf(last)}`;
}

describe("a period that is bought while the one before it goes", () => {
  test("begins now, not after a gap", async () => {
    const only = await bought();
    await aSentRefund(only);
    await overtake(await putBehind(only), () => settleRefunds(now));
    expect(await line()).toEqual([{ start: now, end: after(now, 30 * DAY_MS) }]);
  });

  test("moves up with its line when it is bought behind the last one", async () => {
    const first = await bought();
    const last = await bought();
    await aSentRefund(first);
    await overtake(await putBehind(last), () => settleRefunds(now));
    expect(await line()).toEqual([
      { start: now, end: after(now, 30 * DAY_MS) },
      { start: after(now, 30 * DAY_MS), end: after(now, 60 * DAY_MS) },
    ]);
  });

  test("leaves no gap and no overlap, whoever comes first", async () => {
    const first = await bought();
    const next = await anOrder({ memberId, wanted, now: at(50) });
    await Promise.all([askBack(first, now), settlePayment(aTrade(next), contextAt(now, "alipay"))]);
    expect(await query("select start_date from ums_member_subscriptions where status = 'ACTIVE'")).toEqual([
      { start_date: now },
    ]);
    await expectCoherence(now);
  });
});

test("a period that has begun since its refund was quoted is quoted again", async () => {
  const first = await bought();
  const second = await bought();
  // The refund of the first succeeds: the second, which had not begun and would be refunded completely, runs since ten
  // minutes.
  const rival = `update ums_member_subscriptions set status = 'REFUNDED', version = version + 1 where order_id = ${first.orderId};
    update ums_member_subscriptions set version = version + 1, start_date = '${at(50).toISOString()}',
      end_date = '${after(at(50), 30 * DAY_MS).toISOString()}' where order_id = ${second.orderId}`;
  expect(await overtake(rival, () => askBack(second, now))).toMatchObject({ refundAmount: 28.03 });
});

describe("a period that is released", () => {
  const day = (n: number) => after(at(1), n * DAY_MS);
  const goneNow = ({ orderId }: TestOrder) =>
    `update ums_member_subscriptions set status = 'REFUNDED', version = version + 1 where order_id = ${orderId}`;

  async function reject(order: TestOrder, when: Date): Promise<unknown> {
    const [refund] = await refundsOf(order);
    const context = contextAt(when);
    return reviewRefund(
      await aMember({ role: "ADMIN" }),
      refund!.id,
      { verdict: "reject", reason: "用量异常" },
      context,
    );
  }

  test("runs at once when the one it was to wait for goes", async () => {
    wanted = await aPlan({ priceMonthlyFen: 31_000 });
    const first = await aPaidOrder({ memberId, wanted });
    await askBack(first, day(6));
    const second = await aPaidOrder({ memberId, wanted, now: day(40) });
    await overtake(goneNow(second), () => reject(first, day(45)));
    expect(await line()).toEqual([{ start: day(39), end: day(70) }]);
  });

  test("lies where the one before it left it", async () => {
    wanted = await aPlan({ priceMonthlyFen: 31_000 });
    const first = await aPaidOrder({ memberId, wanted });
    const second = await aPaidOrder({ memberId, wanted });
    await askBack(second, day(5));
    const rival = `${goneNow(first)}; update ums_member_subscriptions set version = version + 1,
      start_date = '${day(6).toISOString()}', end_date = '${day(36).toISOString()}' where order_id = ${second.orderId}`;
    await overtake(rival, () => reject(second, day(6)));
    expect(await line()).toEqual([{ start: day(6), end: day(36) }]);
  });
});
