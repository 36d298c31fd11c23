import { beforeEach, describe, expect, test } from "vitest";
import {
  aCreditProduct,
  anOrder,
  aPaidOrder,
  aPlan,
  at,
  aTrade,
  contextAt,
  type TestOrder,
} from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import type { TradeFact } from "../core/trade.ts";
import { settlePayment } from "./settle-payment.ts";

useDatabase();

const settle = (fact: TradeFact, now = at(1)) => settlePayment(fact, contextAt(now, "alipay"));

async function stateOf({ orderId }: TestOrder) {
  const [order] = await query("select status, delivery_status, payment_time from oms_order where id = $1", [orderId]);
  return order;
}

const eventsOf = ({ orderId }: TestOrder) =>
  query("select type, from_status, to_status, actor from oms_order_event where order_id = $1 order by id offset 1", [
    orderId,
  ]);

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

describe("the money of an unpaid order", () => {
  test("settles it: paid, credits with balance and ledger, delivery, notice, evidence, all in one commit", async () => {
    const wanted = await aCreditProduct({ priceFen: 990, creditAmount: 100, bonusCredits: 10, validDays: 365 });
    const order = await anOrder({ wanted });
    const trade = aTrade(order);
    expect(await settle(trade)).toBe("settle");

    expect(await stateOf(order)).toEqual({ status: "PAID", delivery_status: "DELIVERED", payment_time: trade.paidAt });
    expect(
      await query("select kind, trade_no, payment_amount_fen, payment_status, source from oms_payment_records"),
    ).toEqual([
      {
        kind: "EFFECTIVE",
        trade_no: trade.tradeNo,
        payment_amount_fen: 990,
        payment_status: "SUCCESS",
        source: "NOTIFY",
      },
    ]);
    expect(await query("select kind, granted, remaining, frozen, expire_time from ums_credit_lot order by id")).toEqual(
      [
        { kind: "BONUS", granted: 10, remaining: 10, frozen: 0, expire_time: at(1 + 365 * 24 * 60) },
        { kind: "PAID", granted: 100, remaining: 100, frozen: 0, expire_time: at(1 + 365 * 24 * 60) },
      ],
    );
    expect(await query("select total from ums_credit_balance where member_id = $1", [order.memberId])).toEqual([
      { total: 110n },
    ]);
    expect(await query("select entry_type, delta, balance_after from ums_credit_ledger order by id")).toEqual([
      { entry_type: "GRANT", delta: 10, balance_after: 10n },
      { entry_type: "GRANT", delta: 100, balance_after: 110n },
    ]);
    expect(await query("select delivery_status, retry_count, delivered_time from oms_delivery_records")).toEqual([
      { delivery_status: "DELIVERED", retry_count: 0, delivered_time: at(1) },
    ]);
    expect(await query("select kind, order_sn from ums_member_notice")).toEqual([
      { kind: "PAID", order_sn: order.orderSn },
    ]);
    expect(await query("select verdict, content from oms_payment_evidence")).toEqual([
      { verdict: "PAID", content: trade.content },
    ]);
    expect(await query("select status, next_check_at from oms_payment_attempts")).toEqual([
      { status: "PAID", next_check_at: null },
    ]);
    expect(await eventsOf(order)).toEqual([
      { type: "PAID", from_status: "PENDING", to_status: "PAID", actor: "alipay" },
    ]);

    const [commit] = await query(`select count(distinct x)::int as commits from (
      select xmin::text as x from oms_order union all select xmin::text from oms_payment_records union all select xmin::text from ums_credit_lot
      union all select xmin::text from ums_credit_balance union all select xmin::text from ums_credit_ledger
      union all select xmin::text from oms_delivery_records union all select xmin::text from ums_member_notice) as written`);
    expect(commit).toEqual({ commits: 1 });
  });

  test("starts a plan now, and the same plan again after its end", async () => {
    const plan = await aPlan({ code: "pro", level: 2 });
    const first = await aPaidOrder({ wanted: plan });
    await aPaidOrder({ wanted: { ...plan, billingCycle: "YEARLY" }, memberId: first.memberId, now: at(10) });
    expect(
      await query(
        "select plan_code, billing_cycle, start_date, end_date, status from ums_member_subscriptions order by id",
      ),
    ).toEqual([
      {
        plan_code: "pro",
        billing_cycle: "MONTHLY",
        start_date: at(1),
        end_date: new Date("2026-04-01T04:01:00.000Z"),
        status: "ACTIVE",
      },
      {
        plan_code: "pro",
        billing_cycle: "YEARLY",
        start_date: new Date("2026-04-01T04:01:00.000Z"),
        end_date: new Date("2027-04-01T04:01:00.000Z"),
        status: "ACTIVE",
      },
    ]);
  });

  test("starts another plan at once beside the first", async () => {
    const first = await aPaidOrder({ wanted: await aPlan({ level: 1 }) });
    await aPaidOrder({ wanted: await aPlan({ level: 2 }), memberId: first.memberId, now: at(10) });
    expect(await query("select start_date from ums_member_subscriptions order by id")).toEqual([
      { start_date: at(1) },
      { start_date: at(11) },
    ]);
  });

  test("adds to what the member has; a pack without bonus is one lot", async () => {
    const first = await aPaidOrder({ wanted: await aCreditProduct({ creditAmount: 100, bonusCredits: 10 }) });
    await aPaidOrder({
      wanted: await aCreditProduct({ creditAmount: 50, bonusCredits: 0, validDays: null }),
      memberId: first.memberId,
    });
    expect(await query("select total from ums_credit_balance")).toEqual([{ total: 160n }]);
    expect(await query("select kind, granted, expire_time from ums_credit_lot order by id offset 2")).toEqual([
      { kind: "PAID", granted: 50, expire_time: null },
    ]);
    expect(await query("select delta, balance_after from ums_credit_ledger order by id offset 2")).toEqual([
      { delta: 50, balance_after: 160n },
    ]);
  });

  test("costs one read and one commit; the same news again one read; a plan one read more", async () => {
    const order = await anOrder();
    const trade = aTrade(order);
    expect(await statementsOf(() => settle(trade))).toEqual({ reads: 1, writes: 1 });
    expect(await statementsOf(() => settle(trade))).toEqual({ reads: 1, writes: 0 });
    const plan = await anOrder({ wanted: await aPlan() });
    expect(await statementsOf(() => settle(aTrade(plan)))).toEqual({ reads: 2, writes: 1 });
  });
});

describe("the same money again", () => {
  test.each([
    ["the same notice, three days later", {}],
    ["another notice of the same trade", { evidenceKey: "notify:another" }],
    [
      "a query of the same trade",
      { evidenceKey: "query:1", source: "QUERY", merchant: { appId: "9021000000000001", sellerId: null } } as const,
    ],
  ])("%s changes nothing", async (_, changes) => {
    const order = await aPaidOrder();
    const before = await stateOf(order);
    expect(await settle({ ...order.trade, ...changes }, at(3 * 24 * 60))).toBe("already");
    expect(await stateOf(order)).toEqual(before);
    expect(await countGoods()).toEqual(GIVEN_ONCE);
  });

  test("fifty at once from three sides deliver once", async () => {
    const order = await anOrder();
    const trade = aTrade(order);
    const sides: Partial<TradeFact>[] = [
      {},
      { evidenceKey: "notify:2" },
      { source: "QUERY", evidenceKey: "query:1", merchant: { appId: "9021000000000001", sellerId: null } },
    ];
    const verdicts = await Promise.all(Array.from({ length: 50 }, (_, i) => settle({ ...trade, ...sides[i % 3] })));
    expect(verdicts.filter((verdict) => verdict === "settle")).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === "already")).toHaveLength(49);
    expect(await countGoods()).toEqual(GIVEN_ONCE);
    expect(await query("select total from ums_credit_balance")).toEqual([{ total: 110n }]);
  });

  test("a second trade of a paid order is booked as a stray, told and raised, and buys nothing", async () => {
    const order = await aPaidOrder();
    const second = aTrade(order);
    expect(await settle(second, at(5))).toBe("stray");
    expect(await settle(second, at(6))).toBe("already");
    expect(await query("select kind, trade_no from oms_payment_records order by id offset 1")).toEqual([
      { kind: "DUPLICATE", trade_no: second.tradeNo },
    ]);
    expect(await count("ums_credit_lot")).toBe(2);
    expect(await query("select kind from sys_alert")).toEqual([{ kind: "STRAY_PAYMENT" }]);
    expect(await query("select kind from ums_member_notice order by id offset 1")).toEqual([{ kind: "STRAY_PAYMENT" }]);
    expect((await eventsOf(order)).at(-1)).toMatchObject({ type: "STRAY_PAYMENT" });
  });

  test("two different trades at once: one counts, the other is a stray", async () => {
    const order = await anOrder();
    const verdicts = await Promise.all([settle(aTrade(order)), settle(aTrade(order))]);
    expect(verdicts.sort()).toEqual(["settle", "stray"]);
    expect(await query("select kind from oms_payment_records order by kind")).toEqual([
      { kind: "EFFECTIVE" },
      { kind: "DUPLICATE" },
    ]);
    expect(await count("ums_credit_lot")).toBe(2);
  });
});

describe("money after closing", () => {
  let order: TestOrder;
  beforeEach(async () => {
    order = await anOrder();
  });

  test("of an order that was closed is honoured, and history says so", async () => {
    await query("update oms_order set status = 'CANCELLED'");
    expect(await settle(aTrade(order, { paidAt: at(31) }), at(45))).toBe("settle");
    expect(await stateOf(order)).toEqual({ status: "PAID", delivery_status: "DELIVERED", payment_time: at(31) });
    expect(await eventsOf(order)).toEqual([
      { type: "PAID_LATE", from_status: "CANCELLED", to_status: "PAID", actor: "alipay" },
    ]);
    expect(await query("select kind from ums_member_notice")).toEqual([{ kind: "PAID_LATE" }]);
    expect(await count("ums_credit_lot")).toBe(2);
  });

  test("of a finished attempt is honoured too", async () => {
    await query("update oms_order set status = 'CANCELLED'");
    await query("update oms_payment_attempts set status = 'CLOSED', next_check_at = null");
    expect(await settle(aTrade(order), at(45))).toBe("settle");
    expect(await query("select status from oms_payment_attempts")).toEqual([{ status: "PAID" }]);
  });
});

describe("history", () => {
  test.each(["oms_order_event", "oms_payment_evidence", "ums_credit_ledger"])(
    "in %s can only be added to",
    async (table) => {
      await aPaidOrder();
      await expect(query(`update ${table} set create_time = now()`)).rejects.toMatchObject({ code: "ZF002" });
      await expect(query(`delete from ${table}`)).rejects.toMatchObject({ code: "ZF002" });
    },
  );
});
