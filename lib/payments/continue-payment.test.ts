import { beforeEach, describe, expect, test } from "vitest";
import type { CashierKind } from "../core/states.ts";
import { aMember, anOrder, aPaidOrder, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { buy, tradeAtAlipay, useSandbox } from "../testing/gateway.ts";
import { continuePayment } from "./continue-payment.ts";

useSandbox();
useDatabase();

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder();
});

const pay = (kind: CashierKind, now = at(5), { memberId, orderSn } = order) =>
  continuePayment(
    memberId,
    orderSn,
    { paymentMethod: "alipay", cashierKind: kind },
    contextAt(now, `member:${memberId}`),
  );
const bizOf = (payUrl: string) =>
  JSON.parse(new URL(payUrl).searchParams.get("biz_content")!) as Record<string, string>;

describe("continuing to pay", () => {
  test("on the same device opens the same trade at Alipay, with the same amount and deadline", async () => {
    const again = await pay("PAGE");
    expect(again).toMatchObject({ orderSn: order.orderSn, payAmount: 9.9, expireTime: order.cashier.expireTime });
    expect(bizOf(again.payUrl)).toEqual(bizOf(order.cashier.payUrl));
    expect(await count("oms_payment_attempts")).toBe(1);
    const { tradeNo } = await buy(order.cashier.payUrl, "login");
    expect(await buy(again.payUrl)).toMatchObject({ tradeNo, status: "TRADE_SUCCESS" });
  });

  test("on the other kind of device is a second attempt with a number of its own", async () => {
    const phone = await pay("WAP");
    expect(bizOf(phone.payUrl)).toMatchObject({
      out_trade_no: `${order.orderSn}_2`,
      product_code: "QUICK_WAP_WAY",
      total_amount: "9.90",
    });
    expect(await pay("WAP")).toEqual(phone);
    expect(await query("select out_trade_no, cashier_kind, expire_time from oms_payment_attempts order by id")).toEqual(
      [
        { out_trade_no: order.orderSn, cashier_kind: "PAGE", expire_time: at(30) },
        { out_trade_no: `${order.orderSn}_2`, cashier_kind: "WAP", expire_time: at(30) },
      ],
    );
    await buy(phone.payUrl);
    expect(await tradeAtAlipay(`${order.orderSn}_2`)).toBe("TRADE_SUCCESS");
  });

  test("from two phones at once makes one attempt", async () => {
    const [one, two] = await Promise.all([pay("WAP"), pay("WAP")]);
    expect(one).toEqual(two);
    expect(await count("oms_payment_attempts")).toBe(2);
  });

  test("opens a new trade where Alipay has closed the old one", async () => {
    await query("update oms_payment_attempts set status = 'CLOSED', next_check_at = null");
    const again = await pay("PAGE");
    expect(bizOf(again.payUrl).out_trade_no).toBe(`${order.orderSn}_2`);
    expect(await buy(again.payUrl)).toMatchObject({ status: "TRADE_SUCCESS" });
  });

  test("is refused when the order is closed at the same moment", async () => {
    const closing = `update oms_order set status = 'CANCELLED' where id = ${order.orderId}`;
    await expect(overtake(closing, () => pay("WAP"))).rejects.toMatchObject({ code: "ORDER_NOT_PAYABLE" });
    expect(await count("oms_payment_attempts")).toBe(1);
  });

  test("keeps the price of the order when the catalogue changes", async () => {
    await query("update pms_credit_product set price_fen = 1");
    expect(await pay("WAP")).toMatchObject({ payAmount: 9.9 });
  });

  test.each([
    ["is past its time", () => pay("PAGE", at(30)), "ORDER_NOT_PAYABLE"],
    [
      "is cancelled",
      () => query("update oms_order set status = 'CANCELLED'").then(() => pay("PAGE")),
      "ORDER_NOT_PAYABLE",
    ],
    ["is paid", async () => pay("PAGE", at(5), await aPaidOrder()), "ORDER_NOT_PAYABLE"],
    ["is somebody else's", async () => pay("PAGE", at(5), { ...order, memberId: await aMember() }), "ORDER_NOT_FOUND"],
    [
      "never was",
      () => pay("PAGE", at(5), { ...order, orderSn: "20260301120000000nobodysnumber00" }),
      "ORDER_NOT_FOUND",
    ],
  ])("is refused when the order %s", async (_, attempt, code) => {
    await expect(attempt()).rejects.toMatchObject({ code });
  });
});
