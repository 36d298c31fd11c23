import { newOrderSn } from "../ids.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { stockShop } from "../../bench/stock.ts";
import { searchOrdersQuery } from "../contracts/admin-orders.ts";
import { pool } from "../db/pool.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  aPaidOrder,
  aPlan,
  at,
  aTrade,
  aTradeNo,
  contextAt,
  type TestOrder,
} from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plansOn, rowsRead } from "../testing/plans.ts";
import { statementsOf } from "../testing/statements.ts";
import { searchOrders } from "./search-orders.ts";

useDatabase();

/** The search as a browser would send it. */
const search = (sent: Record<string, string>) => searchOrders(searchOrdersQuery.parse(sent), at(60));

describe("the shop's orders", () => {
  let [first, second, third]: TestOrder[] = [];
  let tradeNo: string;
  beforeEach(async () => {
    const memberId = await aMember();
    await query("update ums_member set email = 'lan@example.com', name = '阿兰' where id = $1", [memberId]);
    first = await anOrder({ memberId });
    const paid = await aPaidOrder();
    [second, tradeNo] = [paid, paid.trade.tradeNo];
    third = await anOrder({ memberId });
  });

  const found = async (sent: Record<string, string>) =>
    (await search(sent)).list.map(({ orderSn }) => [first, second, third].findIndex((one) => one!.orderSn === orderSn));

  test("are all of them without a question, newest first, each with its buyer", async () => {
    expect(await found({})).toEqual([2, 1, 0]);
    const { list, next } = await search({});
    expect(next).toBeNull();
    expect(list[0]).toMatchObject({
      orderSn: third!.orderSn,
      totalAmount: 9.9,
      status: 0,
      statusText: "待支付",
      buyer: { id: Number(third!.memberId), name: "阿兰", email: "lan@example.com", isActive: true },
    });
  });

  test("are found by the address as it was registered, however it is written", async () => {
    expect(await found({ query: " Lan@Example.COM " })).toEqual([2, 0]);
    expect(await found({ query: "lan@example.co" })).toEqual([]);
  });

  test("are found by their own number, and only by the whole of it", async () => {
    expect(await found({ query: first!.orderSn })).toEqual([0]);
    expect(await found({ query: first!.orderSn.slice(0, -1) })).toEqual([]);
  });

  test("are found by the number that Alipay gave the payment", async () => {
    expect(await found({ query: tradeNo })).toEqual([1]);
  });

  test("are found by a trade number that bought nothing, because its sum did not fit", async () => {
    const trade = aTrade(first!, { tradeNo: aTradeNo(), amountFen: 1 });
    expect(await settlePayment(trade, contextAt(at(2), "alipay"))).toBe("mismatch");
    expect(await found({ query: trade.tradeNo })).toEqual([0]);
  });

  test("are not found by a trade number that belongs to none of them", async () => {
    const orphan = aTrade({ orderSn: newOrderSn(at(1)), amountFen: 1 }, { tradeNo: aTradeNo() });
    expect(await settlePayment(orphan, contextAt(at(2), "alipay"))).toBe("orphan");
    expect(await found({ query: orphan.tradeNo })).toEqual([]);
  });

  test("are found by the number of their second cashier", async () => {
    await query("update oms_payment_attempts set out_trade_no = out_trade_no || '_2' where order_id = $1", [
      first!.orderId,
    ]);
    expect(await found({ query: `${first!.orderSn}_2` })).toEqual([0]);
  });

  test("come in pages that begin where the last one ended, whatever was ordered meanwhile", async () => {
    const page = await search({ pageSize: "2" });
    expect(page.list.map(({ orderSn }) => orderSn)).toEqual([third!.orderSn, second!.orderSn]);
    await anOrder();
    expect(await found({ pageSize: "2", before: String(page.next) })).toEqual([0]);
    expect(await search({ pageSize: "2", before: String(page.next) })).toMatchObject({ next: null });
    expect((await search({ pageSize: "4" })).next).toBeNull();
  });

  test("name a buyer whose account is closed", async () => {
    await query("update ums_member set status = 'DISABLED'");
    expect((await search({ query: second!.orderSn })).list[0]!.buyer.isActive).toBe(false);
  });

  test("cost two reads", async () => {
    expect(await statementsOf(() => search({ query: "lan@example.com" }))).toEqual({ reads: 2, writes: 0 });
  });

  test.each([
    { query: "abc" },
    { query: "' or 1=1 --" },
    { query: "two@example.com, three@example.com" },
    { query: `2026030112${"0".repeat(60)}` },
    { before: "0" },
    { before: "-1" },
    { pageSize: "101" },
    { pageNum: "2" },
  ])("the question %j is refused", (sent) => {
    expect(searchOrdersQuery.safeParse(sent).success).toBe(false);
  });
});

describe("among two thousand orders", () => {
  beforeEach(async () => {
    await aCreditProduct();
    await aPlan();
    await stockShop(pool(), 2_000);
  });

  test.each([
    ["no question", "select null as text"],
    ["an order number", "select order_sn as text from oms_order where id = 1000"],
    ["a trade number", "select trade_no as text from oms_payment_records where id = 500"],
    ["the busiest member's address", "select email as text from ums_member where email = 'stock1@bench.test'"],
  ])("%s reads no more orders than it shows, and one more", async (_, asked) => {
    const [{ text } = { text: null }] = await query<{ text: string | null }>(asked);
    const sent = searchOrdersQuery.parse({ pageSize: "10", ...(text ? { query: text } : {}) });
    expect((await searchOrders(sent, new Date())).list.length).toBeGreaterThan(0);
    const plans = await plansOn("oms_order", () => searchOrders(sent, new Date()));
    expect(plans).toHaveLength(2);
    const tables = [
      "oms_order",
      "oms_order_item",
      "oms_payment_attempts",
      "oms_payment_records",
      "oms_payment_evidence",
    ];
    const read = tables.map((table) => [table, Math.max(...plans.map((plan) => rowsRead(plan, table)))] as const);
    expect(read.filter(([, rows]) => rows > 11)).toEqual([]);
  });
});
