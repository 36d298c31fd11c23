import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS, HOUR_MS, SECOND_MS } from "../core/time.ts";
import { at, contextAt, type TestOrder } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { plantFault, refundsAtAlipay, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { FIRST_LOOK_MS, isFinalNo } from "./rules.ts";
import { settleRefund } from "./settle-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const now = at(60);
const REFUND = "alipay.trade.refund";
const ASK = "alipay.trade.fastpay.refund.query";
const UNKNOWN = { success: true, status: "SENT", refundAmount: 9.9 };

let order: TestOrder;
beforeEach(async () => {
  order = await aBoughtOrder();
});

const status = async () => (await refundsOf(order))[0]!.status;
const alerts = () => query<{ kind: string; order_sn: string }>("select kind, order_sn from sys_alert order by id");
const held = async () => (await query<{ n: number }>("select sum(frozen)::int as n from ums_credit_lot"))[0]!.n;

async function expectDone() {
  expect(await status()).toBe("SUCCESS");
  expect(await refundsAtAlipay(order.orderSn)).toMatchObject([
    { amountFen: 990, doneAt: expect.any(Number) as number },
  ]);
  expect(await query("select total from ums_credit_balance")).toEqual([{ total: 0n }]);
  await expectCoherence(now);
}

async function expectUndecided() {
  expect(await status()).toBe("SENT");
  expect(await held()).toBe(110);
  await expectCoherence(now);
}

test("a no is the last word to the only send, and to any a day after the first", () => {
  expect(isFinalNo(1, now, now)).toBe(true);
  expect(isFinalNo(2, now, after(now, DAY_MS - 1))).toBe(false);
  expect(isFinalNo(2, now, after(now, DAY_MS))).toBe(true);
});

test("a no to one of two sends at once leaves the refund sent: the other may be on its way", async () => {
  await plantFault({ fault: "http-502", method: REFUND });
  await askBack(order, now);
  const [{ id } = { id: 0n }] = await query<{ id: bigint }>("select id from oms_refund_records");
  const no = { outcome: "refused", code: "TRADE_NOT_ALLOW_REFUND", message: "x" } as const;
  // The other worker marks its sending while ours waits to write down its no.
  const rival = "update oms_refund_records set send_count = send_count + 1";
  expect(await overtake(rival, () => settleRefund(id, no, contextAt(now)))).toBe("SENT");
  await expectUndecided();
});

describe("a no", () => {
  const refuse = (subCode: string) => plantFault({ fault: "business-error", method: REFUND, subCode, times: 0 });

  test.each([
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_ALLOW_REFUND",
    "ACQ.BUYER_NOT_EXIST",
    "ACQ.REASON_TRADE_BEEN_FREEZEN",
  ])("%s: what was held is free again, buyer and operator are told", async (subCode) => {
    await refuse(subCode);
    expect(await askBack(order, now)).toMatchObject({ success: false, status: "REFUSED" });
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await query("select status, refunded_amount_fen from oms_order")).toEqual([
      { status: "PAID", refunded_amount_fen: 0 },
    ]);
    expect(await held()).toBe(0);
    expect(await query("select refusal from oms_refund_records")).toMatchObject([
      { refusal: expect.stringContaining(subCode.slice(4)) },
    ]);
    expect(await alerts()).toEqual([{ kind: "REFUND_REFUSED", order_sn: order.orderSn }]);
    expect(await query("select kind from ums_member_notice order by id desc limit 1")).toEqual([
      { kind: "REFUND_REFUSED" },
    ]);
    expect(await settleRefunds(after(now, HOUR_MS))).toMatchObject({ claimed: 0 });
    await expectCoherence(now);
  });

  test("that comes after the money has moved is not believed", async () => {
    await plantFault({ fault: "reset-after", method: REFUND, times: 2 });
    await plantFault({ fault: "business-error", method: REFUND, subCode: "ACQ.TRADE_HAS_CLOSE", nth: 3 });
    await askBack(order, now);
    // Sent again without a question, as after one that came too early. "Closed" is what its own money did.
    await query("update oms_refund_records set status = 'APPROVED', next_check_at = $1", [now]);
    await settleRefunds(now);
    await expectDone();
    expect(await alerts()).toEqual([]);
  });

  test("while the question is not answered decides nothing", async () => {
    await refuse("ACQ.TRADE_NOT_ALLOW_REFUND");
    await plantFault({ fault: "http-502", method: ASK });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await expectUndecided();
    await expectHeldForADay();
  });

  test("to the SDK's own second send in one call is not believed either", async () => {
    await plantFault({ fault: "reset-before", method: REFUND, nth: 1 });
    await plantFault({ fault: "business-error", method: REFUND, subCode: "ACQ.TRADE_NOT_ALLOW_REFUND", nth: 2 });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await expectUndecided();
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectDone();
  });

  test("to a second send is not believed while the first may be on its way", async () => {
    await plantFault({ fault: "fund-change-n", method: REFUND, landsAfterMs: 30 * SECOND_MS });
    await askBack(order, now);
    await refuse("ACQ.TRADE_NOT_ALLOW_REFUND");
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectUndecided();
    await setAlipayClock(after(at(0), 31 * SECOND_MS));
    await settleRefunds(after(now, 2 * FIRST_LOOK_MS));
    await expectDone();
  });

  test("to a second send counts a day after the first; a person has been told long before", async () => {
    await plantFault({ fault: "http-502", method: REFUND, nth: 1 });
    await plantFault({ fault: "business-error", method: REFUND, subCode: "ACQ.BUYER_NOT_EXIST", nth: 2, times: 0 });
    await askBack(order, now);
    await expectHeldForADay();
    expect((await alerts()).map(({ kind }) => kind)).toEqual(["REFUND_STUCK", "REFUND_REFUSED"]);
  });

  async function expectHeldForADay() {
    for (const ms of [FIRST_LOOK_MS, 2 * HOUR_MS, 23 * HOUR_MS]) {
      await settleRefunds(after(now, ms));
      await expectUndecided();
    }
    await settleRefunds(after(now, 24 * HOUR_MS));
    expect(await status()).toBe("REFUSED");
    expect(await held()).toBe(0);
    await expectCoherence(now);
  }

  test("can be tried again, and a person looks at it then", async () => {
    await plantFault({ fault: "business-error", method: REFUND, subCode: "ACQ.BUYER_ERROR" });
    await askBack(order, now);
    expect(await askBack(order, at(61))).toMatchObject({ status: "REVIEWING" });
    await expectCoherence(now);
  });
});
