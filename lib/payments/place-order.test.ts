import { beforeEach, describe, expect, test } from "vitest";
import { NOW, aCreditProduct, aMember, aPlan, anOrder, at, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { placeOrder, type OrderRequest } from "./place-order.ts";

useDatabase();

let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
});

async function request(changes: Partial<OrderRequest> = {}): Promise<OrderRequest> {
  const wanted = changes.wanted ?? (await aCreditProduct());
  return {
    memberId,
    wanted,
    paymentMethod: "alipay",
    cashierKind: "PAGE",
    sourceType: "PC",
    returnPath: null,
    requestKey: null,
    ...changes,
  };
}

const place = (wanted: OrderRequest, now = NOW) => placeOrder(wanted, contextAt(now, `member:${wanted.memberId}`));

describe("a new order", () => {
  test("of credits: price and goods as on sale, 30 minutes to pay, an attempt before Alipay hears of it", async () => {
    const wanted = await aCreditProduct({ priceFen: 1_990, creditAmount: 200, bonusCredits: 20, validDays: null });
    const answer = await place(await request({ wanted, returnPath: "/credits" }));
    expect(answer).toMatchObject({ payAmount: 19.9, expireTime: at(30).toISOString() });
    const [order] = await query(
      `select order_sn, product_type, o.status, delivery_status, total_amount_fen, pay_amount_fen, return_path, o.expire_time, item.price_fen,
         item.credit_amount, item.bonus_credits, item.valid_days, a.out_trade_no, a.amount_fen, a.app_id, a.seller_id, a.status as attempt,
         a.expire_time = o.expire_time as same_deadline, a.next_check_at
       from oms_order o join oms_order_item item on item.order_id = o.id join oms_payment_attempts a on a.order_id = o.id`,
    );
    expect(order).toEqual({
      order_sn: answer.orderSn,
      product_type: "CREDITS",
      status: "PENDING",
      delivery_status: "PENDING",
      total_amount_fen: 1_990,
      pay_amount_fen: 1_990,
      return_path: "/credits",
      expire_time: at(30),
      price_fen: 1_990,
      credit_amount: 200,
      bonus_credits: 20,
      valid_days: null,
      out_trade_no: answer.orderSn,
      amount_fen: 1_990,
      app_id: "9021000000000001",
      seller_id: "2088000000000001",
      attempt: "OPEN",
      same_deadline: true,
      next_check_at: at(1),
    });
    expect(await query("select type, from_status, to_status, actor from oms_order_event")).toEqual([
      { type: "CREATED", from_status: null, to_status: "PENDING", actor: `member:${memberId}` },
    ]);
  });

  test.each([
    ["MONTHLY", 29],
    ["YEARLY", 299],
  ] as const)("of a plan, %s", async (billingCycle, payAmount) => {
    const plan = await aPlan({ priceMonthlyFen: 2_900, priceYearlyFen: 29_900, level: 3 });
    expect(await place(await request({ wanted: { ...plan, billingCycle } }))).toMatchObject({ payAmount });
    expect(await query("select billing_cycle, plan_level, credit_amount from oms_order_item")).toEqual([
      { billing_cycle: billingCycle, plan_level: 3, credit_amount: null },
    ]);
  });

  test("is a signed address of the cashier with the order's own deadline, and a form that says the same", async () => {
    const { payUrl, payHtml, orderSn } = await place(await request());
    const url = new URL(payUrl);
    expect(`${url.origin}${url.pathname}`).toBe("http://127.0.0.1:9/gateway.do");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      method: "alipay.trade.page.pay",
      app_id: "9021000000000001",
      sign_type: "RSA2",
      timestamp: "2026-03-01 12:00:00",
      notify_url: "http://localhost:3000/api/alipay/notify",
      return_url: "http://localhost:3000/api/alipay/return",
    });
    expect(JSON.parse(url.searchParams.get("biz_content")!)).toMatchObject({
      out_trade_no: orderSn,
      total_amount: "9.90",
      product_code: "FAST_INSTANT_TRADE_PAY",
      time_expire: "2026-03-01 12:30:00",
    });
    expect(payHtml).toContain('method="post" accept-charset="utf-8"');
    expect(payHtml).not.toMatch(/<(?!\/?(form|input|script)\b)/);
  });

  test("on a phone goes to the phone's cashier", async () => {
    const { searchParams } = new URL((await place(await request({ cashierKind: "WAP" }))).payUrl);
    expect(searchParams.get("method")).toBe("alipay.trade.wap.pay");
    expect(JSON.parse(searchParams.get("biz_content")!)).toMatchObject({ product_code: "QUICK_WAP_WAY" });
  });

  test.each([
    ["a pack off sale", () => aCreditProduct({ status: "OFF_SALE" }), "PRODUCT_NOT_FOUND"],
    [
      "a pack that never was",
      () => Promise.resolve({ type: "CREDITS" as const, productId: Number.MAX_SAFE_INTEGER }),
      "PRODUCT_NOT_FOUND",
    ],
    ["a plan off sale", () => aPlan({ status: "OFF_SALE" }), "PLAN_NOT_FOUND"],
  ])("of %s is not made", async (_, wanted, code) => {
    await expect(place(await request({ wanted: await wanted() }))).rejects.toMatchObject({ code, status: 404 });
    expect(await count("oms_order")).toBe(0);
  });

  test("keeps its price when the catalogue changes", async () => {
    const wanted = await aCreditProduct({ priceFen: 990, creditAmount: 100 });
    const { orderId } = await anOrder({ memberId, wanted });
    await query("update pms_credit_product set price_fen = 1, credit_amount = 999");
    const [kept] = await query(
      "select pay_amount_fen, credit_amount from oms_order o join oms_order_item item on item.order_id = o.id where o.id = $1",
      [orderId],
    );
    expect(kept).toEqual({ pay_amount_fen: 990, credit_amount: 100 });
  });

  test("costs two reads and one commit, and one read more with a key", async () => {
    const first = await request();
    expect(await statementsOf(() => place(first))).toEqual({ reads: 2, writes: 1 });
    expect(await statementsOf(() => place({ ...first, requestKey: "k" }))).toEqual({ reads: 3, writes: 1 });
    // One transaction wrote everything of one order: every row carries the same transaction's number.
    const [rows] = await query(
      `select count(distinct o.xmin::text) as orders, bool_and(o.xmin = item.xmin and o.xmin = event.xmin and o.xmin = a.xmin) as whole
       from oms_order o join oms_order_item item on item.order_id = o.id join oms_order_event event on event.order_id = o.id
       join oms_payment_attempts a on a.order_id = o.id`,
    );
    expect(rows).toEqual({ orders: 2n, whole: true });
  });
});

describe("an idempotency key", () => {
  test("gives the same answer to the letter, whatever the hour and the device", async () => {
    const first = await request({ requestKey: "key-1" });
    const answer = await place(first);
    expect(await place(first, at(7))).toEqual(answer);
    expect(await place({ ...first, cashierKind: "WAP" }, at(8))).toEqual(answer);
    expect(await count("oms_order")).toBe(1);
  });

  test("still gives it after the price has changed and the order is paid", async () => {
    const first = await request({ requestKey: "key-1" });
    const answer = await place(first);
    await query("update pms_credit_product set price_fen = 5");
    await query("update oms_order set status = 'PAID', payment_time = now()");
    expect(await place(first, at(60))).toEqual(answer);
  });

  test("refuses another request under the same key", async () => {
    const first = await request({ requestKey: "key-1" });
    await place(first);
    const others = [{ wanted: await aCreditProduct() }, { wanted: await aPlan() }, { returnPath: "/elsewhere" }];
    for (const other of others)
      await expect(place({ ...first, ...other })).rejects.toMatchObject({
        code: "IDEMPOTENCY_KEY_REUSED",
        status: 409,
      });
  });

  test("belongs to one member", async () => {
    const first = await request({ requestKey: "key-1" });
    const mine = await place(first);
    const theirs = await place({ ...first, memberId: await aMember() });
    expect(theirs.orderSn).not.toBe(mine.orderSn);
  });

  test("makes one order out of ten at once, and ten equal answers", async () => {
    const first = await request({ requestKey: "key-1" });
    const answers = await Promise.all(Array.from({ length: 10 }, () => place(first)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count("oms_order")).toBe(1);
  });
});

/** Thirty orders of one member at once; returns how many were made and the errors of the others. */
async function thirtyAtOnce(): Promise<{ made: number; refusals: unknown[] }> {
  const wanted = await request();
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => place(wanted)));
  const refusals = results.flatMap((result) =>
    result.status === "rejected" ? [(result.reason as { code?: string }).code] : [],
  );
  return { made: await count("oms_order", "status = 'PENDING'"), refusals };
}

describe("the cap on unpaid orders", () => {
  test("is 20 a member; the 21st learns when the first one expires", async () => {
    const wanted = await request();
    for (let i = 0; i < 20; i += 1) await place(wanted, at(i / 60));
    await expect(place(wanted, at(10))).rejects.toMatchObject({
      code: "TOO_MANY_OPEN_ORDERS",
      status: 429,
      facts: { retryAfter: 20 * 60 },
    });
    await anOrder();
    await query("update oms_order set status = 'CANCELLED' where id = 7");
    await expect(place(wanted, at(10))).resolves.toMatchObject({ payAmount: 9.9 });
  });

  test("holds against thirty at once", async () => {
    const { made, refusals } = await thirtyAtOnce();
    expect(made).toBe(20);
    expect(refusals).toEqual(Array.from({ length: 10 }, () => "TOO_MANY_OPEN_ORDERS"));
  });

  test("positive control: without the unique slot the same thirty break it", async () => {
    await query("drop index oms_order_open_slot_key");
    try {
      expect((await thirtyAtOnce()).made).toBeGreaterThan(20);
    } finally {
      await query("truncate oms_order cascade");
      await query(
        "create unique index oms_order_open_slot_key on oms_order (member_id, open_slot) where status = 'PENDING'",
      );
    }
  });
});

test("a price that is not the one the buyer saw makes no order", async () => {
  const wanted = await request({ expectedAmount: 9.8 });
  await expect(place(wanted)).rejects.toMatchObject({ code: "PRICE_CHANGED" });
  expect(await count("oms_order")).toBe(0);
  expect(await place({ ...wanted, expectedAmount: 9.9 })).toMatchObject({ payAmount: 9.9 });
});
