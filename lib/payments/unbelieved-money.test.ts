import { describe, expect, test } from "vitest";
import type { TradeFact } from "../core/trade.ts";
import { anOrder, aPaidOrder, at, aTrade, closeAccount, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { settlePayment } from "./settle-payment.ts";

useDatabase();

const settle = (fact: TradeFact, now = at(1)) => settlePayment(fact, contextAt(now, "alipay"));
const stateOf = async ({ orderId }: TestOrder) =>
  (await query("select status, delivery_status from oms_order where id = $1", [orderId]))[0];

/** Everything that a settled order has exactly once. */
async function countGoods() {
  return {
    payments: await count("oms_payment_records"),
    deliveries: await count("oms_delivery_records"),
    lots: await count("ums_credit_lot"),
    notices: await count("ums_member_notice"),
  };
}
const GIVEN_ONCE = { payments: 1, deliveries: 1, lots: 2, notices: 1 };
const NOTHING_GIVEN = { payments: 0, deliveries: 0, lots: 0, notices: 0 };

describe("money that is not as agreed", () => {
  test.each([
    ["one fen less", { amountFen: 989 }, "amount"],
    ["one fen more", { amountFen: 991 }, "amount"],
    ["an unreadable amount", { amountFen: null }, "amount"],
    ["another app", { merchant: { appId: "2021000000000001", sellerId: "2088000000000001" } }, "app"],
    ["another seller", { merchant: { appId: "9021000000000001", sellerId: "2088000000000002" } }, "seller"],
    [
      "a query's wrong amount",
      { source: "QUERY", merchant: { appId: "9021000000000001", sellerId: null }, amountFen: 1 } as const,
      "amount",
    ],
  ])("%s is never fulfilled, kept as evidence and raised once", async (_, changes, what) => {
    const order = await anOrder();
    const trade = aTrade(order, changes);
    expect(await settle(trade)).toBe("mismatch");
    expect(await settle(trade, at(4))).toBe("mismatch");
    expect(await stateOf(order)).toMatchObject({ status: "PENDING", delivery_status: "PENDING" });
    // Only Alipay's own answer is told to the buyer.
    expect(await countGoods()).toEqual({ ...NOTHING_GIVEN, notices: trade.source === "QUERY" ? 1 : 0 });
    expect(await query("select verdict, content from oms_payment_evidence")).toEqual([
      { verdict: `MISMATCH:${what}`, content: trade.content },
    ]);
    expect(await query("select kind, order_sn from sys_alert")).toEqual([
      { kind: "PAYMENT_MISMATCH", order_sn: order.orderSn },
    ]);
  });

  test("a number that looks like ours and is in no table is kept as an orphan and raised", async () => {
    const trade = aTrade({ orderSn: `20260301120000000${"0".repeat(16)}`, amountFen: 990 });
    expect(await settle(trade)).toBe("orphan");
    expect(await settle(trade)).toBe("orphan");
    expect(await query("select verdict, order_id, out_trade_no from oms_payment_evidence")).toEqual([
      { verdict: "ORPHAN", order_id: null, out_trade_no: trade.outTradeNo },
    ]);
    expect(await query("select kind from sys_alert")).toEqual([{ kind: "ORPHAN_PAYMENT" }]);
  });

  test("a member whose account is closed gets no goods; the money is a stray", async () => {
    const order = await anOrder();
    await closeAccount(order.memberId);
    expect(await settle(aTrade(order))).toBe("stray");
    expect(await query("select kind from oms_payment_records")).toEqual([{ kind: "UNWANTED" }]);
    expect(await stateOf(order)).toMatchObject({ status: "PENDING" });
    expect(await count("ums_credit_lot")).toBe(0);
  });
});

describe("news that is no payment", () => {
  test.each([
    ["a refund", { isRefund: true }, "refund"],
    ["a trade that waits", { state: "WAITING", paidAt: null }, "unpaid"],
    ["a trade that closed", { state: "CLOSED", paidAt: null }, "unpaid"],
    ["a status of the future", { state: "UNKNOWN" }, "unpaid"],
  ] as const)("%s: the order stays, a notice is kept once, a query not at all", async (_, changes, verdict) => {
    const order = await anOrder();
    const news = aTrade(order, changes);
    expect(await settle(news)).toBe(verdict);
    expect(await settle(news)).toBe(verdict);
    expect(await settle({ ...news, source: "QUERY", evidenceKey: "query:1" })).toBe(verdict);
    expect(await stateOf(order)).toMatchObject({ status: "PENDING" });
    expect(await countGoods()).toEqual(NOTHING_GIVEN);
    expect(await count("oms_payment_evidence")).toBe(1);
  });

  test("about a paid order, in any order, takes nothing back", async () => {
    const order = await aPaidOrder();
    const news: Partial<TradeFact>[] = [{ state: "CLOSED" }, { isRefund: true }, { state: "WAITING" }];
    for (const [i, changes] of news.entries())
      await settle({ ...order.trade, ...changes, evidenceKey: `notify:${i}` }, at(10 + i));
    expect(await stateOf(order)).toMatchObject({ status: "PAID", delivery_status: "DELIVERED" });
    expect(await countGoods()).toEqual(GIVEN_ONCE);
  });
});
