import { beforeEach, describe, expect, test } from "vitest";
import { grantCredits } from "../credits/grant-credits.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aCustomer, type TestCustomer } from "../testing/service.ts";
import { statementsOf } from "../testing/statements.ts";
import { getServiceOrder } from "./get-service-order.ts";
import { listCustomerLedger } from "./list-customer-ledger.ts";
import { listCustomerOrders } from "./list-customer-orders.ts";
import { refundServiceOrder } from "./refund-service-order.ts";

useDatabase();

let customer: TestCustomer;
beforeEach(async () => {
  customer = await aCustomer();
});
const by = (minute: number) => contextAt(at(minute), "service:7");

describe("a customer's lists", () => {
  test("of orders go on where the last page ended, and hold nobody else's", async () => {
    const { memberId, customerId } = customer;
    const made = [];
    for (let i = 0; i < 3; i += 1) made.unshift((await anOrder({ memberId })).orderSn);
    await anOrder();
    const first = await listCustomerOrders(customerId, { limit: 2 });
    const second = await listCustomerOrders(customerId, { limit: 2, after: first.next! });
    expect([...first.data, ...second.data].map(({ orderSn }) => orderSn)).toEqual(made);
    expect(second.next).toBeNull();
    expect(first.data[0]).toMatchObject({ status: "pending", productType: "credits", amountFen: 990, refundedFen: 0 });
    expect(await statementsOf(() => listCustomerOrders(customerId, {}))).toEqual({ reads: 2, writes: 0 });
    await expect(listCustomerOrders("nobody", {})).rejects.toMatchObject({ code: "CUSTOMER_NOT_FOUND" });
  });

  test("of the ledger go on where the last page ended", async () => {
    const { memberId, customerId } = customer;
    for (const bizId of ["a", "b", "c"]) await grantCredits(memberId, { bizId, amount: 1, reason: bizId }, by(0));
    const first = await listCustomerLedger(customerId, { limit: 2 });
    const second = await listCustomerLedger(customerId, { limit: 2, after: first.next! });
    expect([...first.data, ...second.data].map(({ reason, balanceAfter }) => [reason, balanceAfter])).toEqual([
      ["c", 3],
      ["b", 2],
      ["a", 1],
    ]);
    expect(second.next).toBeNull();
  });
});

describe("an order", () => {
  test("is read whole, in one statement", async () => {
    const { memberId, customerId } = customer;
    const { orderSn, trade } = await aPaidOrder({ memberId, wanted: await aPlan({ code: "pro" }) });
    expect(await getServiceOrder(orderSn)).toMatchObject({
      ...{ orderSn, customerId, status: "paid", deliveryStatus: "delivered", productType: "subscription" },
      item: { planCode: "pro", billingCycle: "monthly", productId: null, creditAmount: null },
      payments: [{ tradeNo: trade.tradeNo, kind: "effective", amountFen: 2_900, paymentTime: at(1).toISOString() }],
      delivery: { deliveredTime: at(1).toISOString(), retryCount: 0 },
      refunds: [],
    });
    expect(await statementsOf(() => getServiceOrder(orderSn))).toEqual({ reads: 1, writes: 0 });
  });

  test("A94 of a member whom the product does not know is not found, and not refunded", async () => {
    const { orderSn } = await aPaidOrder({ memberId: await aMember() });
    await expect(getServiceOrder(orderSn)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
    const refund = refundServiceOrder({ orderSn, reason: "试试", requestKey: null }, by(2));
    await expect(refund).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
  });
});

describe("a refund by the back end", () => {
  const anExpensive = async () =>
    aPaidOrder({
      memberId: customer.memberId,
      wanted: await aCreditProduct({ priceFen: 30_000, creditAmount: 300, bonusCredits: 0 }),
    });

  test("without an amount is what the buyer could have asked for, reviewed as that", async () => {
    const { orderSn } = await anExpensive();
    const asked = { orderSn, reason: "不要了", requestKey: "k-1" };
    const answer = await refundServiceOrder(asked, by(2));
    expect(answer).toEqual({ orderSn, status: "reviewing", amountFen: 30_000 });
    expect(await refundServiceOrder(asked, by(3))).toEqual(answer);
    const other = refundServiceOrder({ ...asked, reason: "别的" }, by(3));
    await expect(other).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    const withAmount = refundServiceOrder({ ...asked, amountFen: 100 }, by(3));
    await expect(withAmount).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect((await getServiceOrder(orderSn)).refunds).toMatchObject([{ amountFen: 30_000, status: "reviewing" }]);
    expect(await query("select requested_by, request_key from oms_refund_records")).toEqual([
      { requested_by: "service:7", request_key: "service:7:k-1" },
    ]);
  });

  test("of a part takes back what it is worth, waits for a person above the limit, and stands in the audit log", async () => {
    const { orderSn } = await anExpensive();
    const answer = await refundServiceOrder({ orderSn, amountFen: 20_001, reason: "中断", requestKey: null }, by(2));
    expect(answer).toEqual({ orderSn, status: "reviewing", amountFen: 20_001 });
    expect(await query("select frozen from ums_credit_lot")).toEqual([{ frozen: 201 }]);
    expect(await query("select actor, action from sys_audit_log")).toEqual([
      { actor: "service:7", action: "REFUND_STARTED" },
    ]);
    expect(await query("select reason, needs_second_review from oms_refund_records")).toEqual([
      { reason: "由商家发起", needs_second_review: false },
    ]);
  });

  test("of more than is left is refused", async () => {
    const { orderSn } = await anExpensive();
    const refund = refundServiceOrder({ orderSn, amountFen: 30_001, reason: "中断", requestKey: null }, by(2));
    await expect(refund).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
  });
});
