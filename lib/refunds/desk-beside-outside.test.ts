import { beforeEach, describe, expect, test } from "vitest";
import { after, MINUTE_MS } from "../core/time.ts";
import { aCreditProduct, aPlan, at, contextAt } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { book, notifyRefund, outsideAlert, refundInConsole, stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { releaseAlert } from "./release-alert.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefund } from "./settle-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

let order: Bought;
let staff: Staff;
const lots = () => query("select kind, remaining as left, frozen from ums_credit_lot order by kind desc");
const reject = (refundId: number) =>
  reviewRefund(
    staff.id,
    BigInt(refundId),
    { verdict: "reject", reason: "不退" },
    contextAt(at(8), `admin:${staff.id}`),
  );
const later = after(at(8), MINUTE_MS);

beforeEach(async () => {
  order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000 }) });
  staff = await aStaff();
});

/** Alipay moves the money, and its answer is lost. */
async function sentWithoutAnswer(amountFen: number, takeBack: "unused" | "none") {
  await plantFault({ fault: "reset-after", method: "alipay.trade.refund", outTradeNo: order.orderSn, times: 2 });
  expect(await refundFromDesk(staff, order, { amountFen, takeBack }, at(4))).toMatchObject({ status: "SENT" });
}
async function settled() {
  await setAlipayClock(later);
  await settleRefunds(later);
}

describe("a refund in the console while a person's part of a pack is open", () => {
  test("holds all the rest, and has it when the part is rejected", async () => {
    const support = await aStaff("SUPPORT");
    const { refundId } = await refundFromDesk(support, order, { amountFen: 300, takeBack: "unused" }, at(4));
    await refundInConsole(order, 400);
    await notifyRefund(order);
    expect(await lots()).toMatchObject([{ frozen: 10 }, { frozen: 100 }]);
    await expectCoherence(at(7));
    await reject(refundId);
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await lots()).toMatchObject([{ frozen: 10 }, { frozen: 100 }]);
    await book(staff.id);
    expect(await lots()).toEqual([
      { kind: "BONUS", left: 10, frozen: 0 },
      { kind: "PAID", left: 60, frozen: 0 },
    ]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 400 });
    await expectCoherence(at(12));
  });

  test.each([
    ["unused", 70],
    ["none", 100],
  ] as const)("that was sent: it takes its part (%s), and the rest waits for the other", async (takeBack, left) => {
    await sentWithoutAnswer(300, takeBack);
    await refundInConsole(order, 400);
    await notifyRefund(order);
    await settled();
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 300 });
    expect(await lots()).toMatchObject([
      { left: 10, frozen: 10 },
      { left, frozen: left },
    ]);
    await expectCoherence(later);
    await book(staff.id);
    expect(await lots()).toMatchObject([{ frozen: 0 }, { left: left - 40, frozen: 0 }]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 700 });
    await expectCoherence(at(12));
  });

  test("that was sent, and is booked first: both parts go when ours is settled", async () => {
    await sentWithoutAnswer(300, "unused");
    await refundInConsole(order, 400);
    await notifyRefund(order);
    await book(staff.id, at(8));
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 400 });
    await settled();
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 700 });
    expect(await lots()).toMatchObject([
      { left: 10, frozen: 0 },
      { left: 30, frozen: 0 },
    ]);
    await expectCoherence(at(12));
  });

  test("of all the rest of the money: everything goes", async () => {
    await sentWithoutAnswer(300, "unused");
    await refundInConsole(order, 700);
    await notifyRefund(order);
    await book(staff.id, at(8));
    await settled();
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 1_000 });
    expect(await lots()).toMatchObject([{ left: 0 }, { left: 0 }]);
    await expectCoherence(at(12));
  });
});

test("of a plan: its days are held for it, and run on when it is let go", async () => {
  order = await aBoughtOrder({ wanted: await aPlan({ priceMonthlyFen: 3_100 }) });
  const support = await aStaff("SUPPORT");
  const { refundId } = await refundFromDesk(support, order, { amountFen: 300, takeBack: "unused" }, at(4));
  await refundInConsole(order, 400);
  await notifyRefund(order);
  const segments = () => query("select status from ums_member_subscriptions");
  expect(await segments()).toEqual([{ status: "FROZEN" }]);
  await expectCoherence(at(7));
  await releaseAlert(staff.id, await outsideAlert(), "不收回", contextAt(at(7), `admin:${staff.id}`));
  await reject(refundId);
  expect(await segments()).toEqual([{ status: "ACTIVE" }]);
  expect(await stateOf(order)).toEqual({ status: "PAID", fen: 400 });
  await expectCoherence(at(9));
});

test("who ends a part while somebody makes it hold the rest looks again", async () => {
  await sentWithoutAnswer(300, "unused");
  const rest = `update oms_refund_records set quote = quote || '{"worthFen": 1000, "held": {"type": "CREDITS", "lots": [{"lotId": 2, "amount": 100}], "takes": [{"lotId": 2, "amount": 30}]}}';
    update ums_credit_lot set frozen = 100 where kind = 'PAID'`;
  await setAlipayClock(later);
  expect(await query("select id from ums_credit_lot where kind = 'PAID'")).toEqual([{ id: 2n }]);
  const { id } = (await refundsOf(order))[0]!;
  const done = { outcome: "done" } as const;
  expect(await overtake(rest, () => settleRefund(id, done, contextAt(later)))).toBe("SUCCESS");
  expect(await lots()).toMatchObject([
    { left: 10, frozen: 0 },
    { left: 70, frozen: 0 },
  ]);
  await expectCoherence(later);
});
