import { beforeEach, describe, expect, test } from "vitest";
import { recordPayment } from "../payments/parts.ts";
import { Commit } from "../db/commit.ts";
import { aCreditProduct, aMember, aPaidOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { checkInvariants } from "../books/check-invariants.ts";
import { beside, count, overtake, query, useDatabase } from "../testing/database.ts";
import { askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { noteGoneMoney } from "./note-outside-refund.ts";
import { refundStrayPayments } from "./refund-stray-payments.ts";
import { reviewRefund } from "./review-refund.ts";

useDatabase();

let order: TestOrder & { readonly trade: ReturnType<typeof aTrade> };
let adminId: bigint;
beforeEach(async () => {
  order = await aPaidOrder({ wanted: await aCreditProduct({ priceFen: 40_000 }) });
  adminId = await aMember({ role: "ADMIN" });
});

/** What taking note of an outside refund writes, by another worker that has not committed yet. */
const noted = (tradeNo: string, fen: number) => `
  update oms_order set update_time = now() where id = ${order.orderId};
  insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind, refund_amount_fen, status, reason, requested_by)
    select p.order_id, p.order_sn, ${order.memberId}, p.id, p.out_trade_no, p.trade_no, 'console-1', 'OUTSIDE', ${fen}, 'REVIEWING', 'x', 'x'
    from oms_payment_records p where p.trade_no = '${tradeNo}';
  insert into sys_alert (kind, cause) values ('OUTSIDE_REFUND', '${tradeNo}:console-1')`;

const unguarded = async (work: () => Promise<void>) => {
  await query("alter table oms_refund_records disable trigger oms_refund_records_guard");
  try {
    await work();
  } finally {
    await query("alter table oms_refund_records enable trigger oms_refund_records_guard");
  }
};
const broken = async () =>
  (await checkInvariants(at(60))).filter(({ offending }) => offending !== 0).map(({ id }) => id);

describe("a refund of ours that ends while somebody notes one that was made outside", () => {
  const reject = async () => {
    expect(await askBack(order, at(5))).toMatchObject({ status: "REVIEWING" });
    const { id } = (await refundsOf(order))[0]!;
    const decide = () => reviewRefund(adminId, id, { verdict: "reject", reason: "不退" }, contextAt(at(6)));
    await overtake(noted(order.trade.tradeNo, 40_000), decide);
  };

  test("hands the goods over", async () => {
    await reject();
    expect(await query("select status from oms_order")).toEqual([{ status: "REFUNDING" }]);
    expect(await query("select quote ? 'held' as holds from oms_refund_records where kind = 'OUTSIDE'")).toEqual([
      { holds: true },
    ]);
    await expectCoherence(at(60));
  });

  test("control: without the database's guard it lets them go", () =>
    unguarded(async () => {
      await reject();
      expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
      expect(await broken()).toEqual(["R09"]);
    }));
});

describe("a payment that bought nothing, of which somebody notes a refund that is not committed yet", () => {
  beforeEach(async () => {
    const stray = { orderId: order.orderId, orderSn: order.orderSn, attemptId: null, appId: "a", sellerId: "s" };
    const commit = new Commit("test");
    const trade = aTrade(order, { tradeNo: "stray-trade" });
    recordPayment(commit, { ...stray, amountFen: 40_000, kind: "DUPLICATE" }, trade, at(1));
    await commit.run();
  });

  const begin = () => refundStrayPayments(contextAt(at(5)));
  const begun = () => count("oms_refund_records", "kind = 'STRAY'");

  test("is not sent back whole: who begins that waits, and counts the other", async () => {
    await overtake(noted("stray-trade", 400), begin);
    expect(await begun()).toBe(0);
  });

  test("control: without the database's guard it is begun for more than is left", () =>
    unguarded(async () => {
      await beside(noted("stray-trade", 400), begin);
      expect(await begun()).toBe(1);
    }));
});

test("eight notices of one refund at once note it once, and hold its goods once", async () => {
  const gone = { requestNo: "console-1", totalFen: 40_000, amountFen: null, source: "NOTIFY" } as const;
  const trade = { paymentMethod: "alipay", tradeNo: order.trade.tradeNo } as const;
  const noting = Array.from({ length: 8 }, () => noteGoneMoney(trade, gone, contextAt(at(5))));
  expect((await Promise.all(noting)).sort()).toEqual([...Array<string>(7).fill("explained"), "noted"]);
  expect(await query("select count(*)::int as n from oms_refund_records")).toEqual([{ n: 1 }]);
  await expectCoherence(at(60));
});
