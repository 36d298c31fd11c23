import { describe, expect, test } from "vitest";
import { CHECKOUT_LIFE_MS } from "../core/deadlines.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { after } from "../core/time.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { at, aTrade, closeAccount, contextAt, NOW } from "../testing/builders.ts";
import { aCheckout, anOpenCheckout, PRODUCT, tokenIn } from "../testing/checkout.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { showCheckout } from "./create-checkout.ts";
import { getCheckout, getCheckoutStatus } from "./get-checkout.ts";
import { lookAtCheckout, openCheckout } from "./open-checkout.ts";
import { cancelCheckout, payCheckout } from "./pay-checkout.ts";

useSandbox();
useDatabase();

const pay = (caller: CheckoutCaller, now = NOW, expectedAmount = 9.9) =>
  payCheckout(caller, { paymentMethod: "alipay", cashierKind: "PAGE", sourceType: "PC", expectedAmount }, now);
const statusOf = async (id: string, now = NOW) => (await showCheckout(id, now)).status;
const settle = (orderSn: string, now = at(1)) =>
  settlePayment(aTrade({ orderSn, amountFen: 990 }, { paidAt: now }), contextAt(now, "alipay"));
/** Closes every order, as expiring does. */
const expireOrders = () => query("update oms_order set status = 'CANCELLED', close_reason = 'EXPIRED'");

/** A session, and the commit by which another tab of the same browser makes its first order. */
async function withAnotherTab() {
  const [first, second] = [await anOpenCheckout(), await anOpenCheckout()];
  const { orderSn } = await pay(second.caller);
  await query("update oms_order set member_id = $1", [first.memberId]);
  const rival = `with counted as (update oms_checkout_session set order_count = 1 where id = '${first.id}')
    update oms_checkout_order set session_id = '${first.id}'`;
  return { ...first, orderSn, rival };
}

describe("opening a session (R154)", () => {
  test("binds it to the first browser; another finds it taken, and the first gets it again", async () => {
    const checkout = await aCheckout();
    const token = tokenIn(checkout);
    const caller = (await openCheckout(token, () => null, NOW))!;
    expect(await openCheckout(token, () => null, NOW)).toBeNull();
    expect(await lookAtCheckout(token, () => null, NOW)).toMatchObject({ state: "taken", backUrl: `${PRODUCT}/` });
    expect(await openCheckout(token, () => caller.secret, NOW)).toEqual(caller);
    expect(await lookAtCheckout(token, () => caller.secret, NOW)).toMatchObject({ state: "own" });
  });

  test("A102 from two browsers at once gives it to one", async () => {
    const token = tokenIn(await aCheckout());
    const [hash] = ["x".repeat(43)];
    const rival = `update oms_checkout_session set browser_hash = '${hash}', open_time = now()`;
    expect(await overtake(rival, () => openCheckout(token, () => null, NOW))).toBeNull();
    expect(await query("select browser_hash from oms_checkout_session")).toEqual([{ browser_hash: hash }]);
  });

  test("A107 looking at its address binds nothing", async () => {
    const token = tokenIn(await aCheckout());
    for (let i = 0; i < 3; i += 1)
      expect(await lookAtCheckout(token, () => null, NOW)).toMatchObject({ state: "free" });
    expect(await count("oms_checkout_session", "browser_hash is not null")).toBe(0);
  });

  test("is over with its time, and with the account of its customer", async () => {
    const checkout = await aCheckout();
    const end = after(NOW, CHECKOUT_LIFE_MS);
    expect(await openCheckout(tokenIn(checkout), () => null, end)).toBeNull();
    expect(await lookAtCheckout(tokenIn(checkout), () => null, end)).toMatchObject({
      state: "over",
      status: "expired",
    });
    await closeAccount(checkout.memberId);
    expect(await openCheckout(tokenIn(checkout), () => null, NOW)).toBeNull();
  });

  test("A106 by a guessed token opens nothing", async () => {
    await aCheckout();
    for (const token of ["", "A".repeat(43), "a\0b", "x".repeat(9_000)]) {
      expect(await lookAtCheckout(token, () => null, NOW)).toBeNull();
      expect(await openCheckout(token, () => null, NOW)).toBeNull();
    }
  });
});

describe("paying in a session (R153)", () => {
  test("makes one order for its customer, of its goods, and goes on with that one", async () => {
    const { caller, memberId, id } = await anOpenCheckout();
    const cashier = await pay(caller);
    expect(cashier).toMatchObject({ payAmount: 9.9 });
    expect((await pay(caller, at(1))).orderSn).toBe(cashier.orderSn);
    expect(await query("select member_id, order_sn from oms_order")).toEqual([
      { member_id: memberId, order_sn: cashier.orderSn },
    ]);
    expect(await showCheckout(id, NOW)).toMatchObject({ status: "open", orderSn: cashier.orderSn });
    await settle(cashier.orderSn);
    expect(await showCheckout(id, at(2))).toMatchObject({ status: "paid", orderSn: cashier.orderSn });
    expect(await getCheckoutStatus(caller)).toMatchObject({ status: 1, deliveryStatus: 1 });
    await expect(pay(caller, at(2))).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
  });

  test("from five tabs at once makes one order", async () => {
    const { caller } = await anOpenCheckout();
    const orders = await Promise.all(Array.from({ length: 5 }, () => pay(caller)));
    expect(new Set(orders.map(({ orderSn }) => orderSn)).size).toBe(1);
    expect([await count("oms_order"), await count("oms_checkout_order")]).toEqual([1, 1]);
  });

  test("while another tab's order is being committed opens that one", async () => {
    const { caller, orderSn, rival } = await withAnotherTab();
    expect((await overtake(rival, () => pay(caller))).orderSn).toBe(orderSn);
    expect(await count("oms_order")).toBe(1);
  });

  test("while another tab gives up makes no order", async () => {
    const { caller } = await anOpenCheckout();
    const rival = "update oms_checkout_session set cancel_time = now()";
    await expect(overtake(rival, () => pay(caller))).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
    expect(await count("oms_order")).toBe(0);
  });

  test("after its order has expired makes another one, as long as the session is open", async () => {
    const { caller, id } = await anOpenCheckout();
    const { orderSn } = await pay(caller);
    await expect(pay(caller, at(30))).rejects.toMatchObject({ code: "ORDER_NOT_PAYABLE" });
    await expireOrders();
    expect(await statusOf(id, at(31))).toBe("open");
    const again = await pay(caller, at(31));
    expect(again.orderSn).not.toBe(orderSn);
    expect(await query("select number from oms_checkout_order order by number")).toEqual([
      { number: 1 },
      { number: 2 },
    ]);
    await expireOrders();
    const end = after(NOW, CHECKOUT_LIFE_MS);
    await expect(pay(caller, end)).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
    expect(await statusOf(id, end)).toBe("expired");
  });

  test("money for an earlier order pays the session, and nothing is paid again", async () => {
    const { caller, id } = await anOpenCheckout();
    const { orderSn } = await pay(caller);
    await expireOrders();
    await pay(caller, at(31));
    await settle(orderSn, at(32));
    expect(await showCheckout(id, at(33))).toMatchObject({ status: "paid", orderSn });
    await expect(pay(caller, at(33))).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
  });

  test("at another price than the buyer saw is refused, and what was ordered keeps its own", async () => {
    const { caller } = await anOpenCheckout();
    await expect(pay(caller, NOW, 5)).rejects.toMatchObject({ code: "PRICE_CHANGED" });
    await pay(caller);
    await query("update pms_credit_product set price_fen = 1, status = 'OFF_SALE'");
    expect((await getCheckout(caller, NOW)).item).toMatchObject({ amount: 9.9, creditAmount: 100 });
  });

  test("of goods that went off sale says so", async () => {
    const { caller } = await anOpenCheckout();
    await query("update pms_credit_product set status = 'OFF_SALE'");
    expect(await getCheckout(caller, NOW)).toMatchObject({ item: null, obstacle: "没有找到这个商品，可能已下架" });
    await expect(pay(caller)).rejects.toMatchObject({ code: "PRODUCT_NOT_FOUND" });
  });
});

describe("giving up", () => {
  test("closes the order that waits, and the session; done again it is the same", async () => {
    const { caller, id } = await anOpenCheckout({ cancelUrl: `${PRODUCT}/cart` });
    await pay(caller);
    const view = await cancelCheckout(caller, at(1));
    expect(view).toMatchObject({ status: "cancelled", backUrl: `${PRODUCT}/cart` });
    expect(await query("select status, close_reason from oms_order")).toEqual([
      { status: "CANCELLED", close_reason: "CANCELLED_BY_MEMBER" },
    ]);
    expect(await cancelCheckout(caller, at(2))).toEqual(view);
    await expect(pay(caller, at(2))).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
    expect(await statusOf(id, after(NOW, CHECKOUT_LIFE_MS))).toBe("cancelled");
  });

  test("while another tab's order is being committed closes that order too", async () => {
    const { caller, id, rival } = await withAnotherTab();
    await overtake(rival, () => cancelCheckout(caller, NOW));
    expect(await statusOf(id)).toBe("cancelled");
    expect(await query("select status from oms_order")).toEqual([{ status: "CANCELLED" }]);
  });

  test("what is paid is not given up", async () => {
    const { caller } = await anOpenCheckout();
    await settle((await pay(caller)).orderSn);
    await expect(cancelCheckout(caller, at(2))).rejects.toMatchObject({ code: "CHECKOUT_OVER" });
  });
});

describe("whose session it is", () => {
  test("A103 no other secret opens it, nor does its own another one", async () => {
    const [mine, other] = [await anOpenCheckout(), await anOpenCheckout()];
    const strangers: CheckoutCaller[] = [
      { sessionId: mine.id, secret: other.caller.secret },
      { sessionId: other.id, secret: mine.caller.secret },
      { sessionId: mine.id, secret: tokenIn(mine) },
      { sessionId: mine.id, secret: "" },
      { sessionId: (await aCheckout()).id, secret: mine.caller.secret },
    ];
    for (const stranger of strangers) {
      await expect(getCheckout(stranger, NOW)).rejects.toMatchObject({ code: "CHECKOUT_ELSEWHERE" });
      await expect(pay(stranger)).rejects.toMatchObject({ code: "CHECKOUT_ELSEWHERE" });
      await expect(cancelCheckout(stranger, NOW)).rejects.toMatchObject({ code: "CHECKOUT_ELSEWHERE" });
    }
    expect(await count("oms_order")).toBe(0);
  });

  test("a closed account ends it at once", async () => {
    const { caller, memberId } = await anOpenCheckout();
    await closeAccount(memberId);
    await expect(pay(caller)).rejects.toMatchObject({ code: "CHECKOUT_ELSEWHERE" });
  });
});
