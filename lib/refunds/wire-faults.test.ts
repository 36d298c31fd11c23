import { beforeEach, describe, expect, test } from "vitest";
import { after, HOUR_MS, SECOND_MS } from "../core/time.ts";
import { at, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import {
  callsAbout,
  plantFault,
  refundsAtAlipay,
  setAlipayClock,
  setSellerBalance,
  useSandbox,
} from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { FIRST_LOOK_MS } from "./rules.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const now = at(60);
const REFUND = "alipay.trade.refund";
const ASK = "alipay.trade.fastpay.refund.query";

let order: TestOrder & { tradeNo: string };
beforeEach(async () => {
  order = await aBoughtOrder();
});

const status = async () => (await refundsOf(order))[0]!.status;
const alerts = () => query("select kind, order_sn from sys_alert order by id");
const held = async () =>
  (
    await query<{ frozen: number }>("select sum(frozen)::int as frozen from ums_credit_lot where order_id = $1", [
      order.orderId,
    ])
  )[0]!.frozen;
const calls = async () => (await query<{ n: number }>("select send_count as n from oms_refund_records"))[0]!.n;
/** What went to Alipay about this order's refund. */
const refundCalls = async () =>
  (await callsAbout(order.orderSn)).filter((method) => method === REFUND || method === ASK);

const UNKNOWN = { success: true, status: "SENT", refundAmount: 9.9 };

/** The money moved once, the goods are taken back, and the books agree. */
async function expectDone(when: Date) {
  expect(await status()).toBe("SUCCESS");
  expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990, doneAt: expect.any(Number) }]);
  expect(await query("select status, refunded_amount_fen from oms_order")).toEqual([
    { status: "REFUNDED", refunded_amount_fen: 990 },
  ]);
  expect(await query("select total from ums_credit_balance")).toEqual([{ total: 0n }]);
  await expectCoherence(when);
}

/** Nothing is decided: what was held stays held. */
async function expectUndecided() {
  expect(await status()).toBe("SENT");
  expect(await held()).toBe(110);
  await expectCoherence(now);
}

describe("an answer that is lost after Alipay acted", () => {
  test.each([
    "reset-after",
    "http-502-after",
    "bad-signature",
    "missing-signature",
    "truncated-json",
    "unknown-error-after",
    "system-error-after",
    "swapped-key",
  ])("%s: held until the question says that the money moved", async (fault) => {
    await plantFault({ fault, method: REFUND, times: 0 });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await expectUndecided();
    expect(await settleRefunds(after(now, FIRST_LOOK_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    await expectDone(now);
    expect(await calls()).toBe(1);
    expect(await alerts()).toEqual([]);
  });
});

describe("an answer that is lost before Alipay acted", () => {
  test.each([
    "reset-before",
    "http-502",
    "html-200",
    "unknown-error",
    "system-error-before",
    "call-limited",
    "aop-system-error",
  ])("%s: sent again with the same number, and the money moves once", async (fault) => {
    // The SDK itself sends once more when a connection breaks.
    await plantFault({ fault, method: REFUND, times: fault === "reset-before" ? 2 : 1 });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    await expectUndecided();
    const [before] = await refundsOf(order);
    expect(await settleRefunds(after(now, FIRST_LOOK_MS))).toMatchObject({ done: 1 });
    await expectDone(now);
    expect(await refundsOf(order)).toMatchObject([{ out_request_no: before!.out_request_no, send_count: 2 }]);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ outRequestNo: before!.out_request_no }]);
  });

  test("silence: the same, after the deadline of the call", async () => {
    await plantFault({ fault: "hang-before", method: REFUND });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectDone(now);
  });
});

describe("SYSTEM_ERROR thrice, then done", () => {
  test("needs no person, and waits longer each time", async () => {
    await plantFault({ fault: "system-error-before", method: REFUND, times: 3 });
    await askBack(order, now);
    const due = async () => (await query<{ at: Date }>("select next_check_at as at from oms_refund_records"))[0]!.at;
    expect(await due()).toEqual(after(now, FIRST_LOOK_MS));
    for (const times of [1, 2]) {
      expect(await settleRefunds(after(now, times * FIRST_LOOK_MS - 1))).toMatchObject({ claimed: 0 });
      expect(await settleRefunds(after(now, times * FIRST_LOOK_MS))).toEqual({
        claimed: 1,
        done: 0,
        failed: 1,
        left: 0,
      });
      expect(await due()).toEqual(after(now, 2 * times * FIRST_LOOK_MS));
    }
    expect(await settleRefunds(after(now, 4 * FIRST_LOOK_MS))).toMatchObject({ done: 1 });
    await expectDone(now);
    expect(await calls()).toBe(4);
    expect(await alerts()).toEqual([]);
  });
});

describe("fund_change N", () => {
  test("is not done until the question finds the money moved", async () => {
    await plantFault({ fault: "fund-change-n", method: REFUND, landsAfterMs: 30 * SECOND_MS });
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await expectUndecided();
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectUndecided();
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    await setAlipayClock(after(at(0), 31 * SECOND_MS));
    await settleRefunds(after(now, 2 * FIRST_LOOK_MS));
    await expectDone(now);
  });

  test("that never lands stays held, and a person is told after an hour, once", async () => {
    await plantFault({ fault: "fund-change-n", method: REFUND });
    await askBack(order, now);
    await settleRefunds(after(now, HOUR_MS - 1));
    expect(await alerts()).toEqual([]);
    await settleRefunds(after(now, 2 * HOUR_MS));
    await settleRefunds(after(now, 4 * HOUR_MS));
    expect(await alerts()).toEqual([{ kind: "REFUND_STUCK", order_sn: order.orderSn }]);
    await expectUndecided();
  });
});

describe("the seller's purse is short", () => {
  test("not a no: the operator is told, and the same number goes through once it is filled", async () => {
    await setSellerBalance(989);
    expect(await askBack(order, now)).toMatchObject(UNKNOWN);
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectUndecided();
    expect(await alerts()).toEqual([{ kind: "SELLER_BALANCE_SHORT", order_sn: order.orderSn }]);
    await setSellerBalance(990);
    await settleRefunds(after(now, 2 * FIRST_LOOK_MS));
    await expectDone(now);
  });
});

describe("a question without an answer", () => {
  test.each(["http-502", "bad-signature", "system-error-before", "html-200"])(
    "%s: waits, and sends nothing",
    async (fault) => {
      await plantFault({ fault: "reset-after", method: REFUND, times: 2 });
      await plantFault({ fault, method: ASK });
      await askBack(order, now);
      expect(await settleRefunds(after(now, FIRST_LOOK_MS))).toMatchObject({ done: 0, failed: 1 });
      await expectUndecided();
      expect(await calls()).toBe(1);
      await settleRefunds(after(now, 2 * FIRST_LOOK_MS));
      await expectDone(now);
    },
  );
});

describe("a crash", () => {
  test("between the request and the sending: the scheduler sends", async () => {
    await askBack(order, now);
    // As the commit of the request left it.
    await query(`begin; set local session_replication_role = replica; delete from oms_journal_entry where kind not in ('PAID', 'DELIVERED', 'REFUND_ACCEPTED');
      update oms_refund_records set status = 'APPROVED', send_count = 0, sent_time = null, finish_time = null, next_check_at = '${now.toISOString()}'; commit`);
    await query("update oms_order set status = 'REFUNDING', refunded_amount_fen = 0");
    await query("update ums_credit_lot set remaining = granted, frozen = granted");
    await query("update ums_credit_balance set total = 110");
    expect(await settleRefunds(now)).toMatchObject({ claimed: 1 });
    // Alipay has it already: fund_change N, then the question finds it.
    await settleRefunds(after(now, FIRST_LOOK_MS));
    expect(await status()).toBe("SUCCESS");
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
  });

  test("between sending and writing down the answer: the scheduler asks, the money moves once", async () => {
    await plantFault({ fault: "reset-after", method: REFUND, times: 0 });
    await askBack(order, now);
    expect(await settleRefunds(after(now, FIRST_LOOK_MS - 1))).toMatchObject({ claimed: 0 });
    await settleRefunds(after(now, FIRST_LOOK_MS));
    await expectDone(now);
    expect((await refundCalls()).filter((method) => method === ASK)).toHaveLength(1);
  });
});
