import { beforeEach, describe, expect, test } from "vitest";
import { continuePayment } from "../payments/continue-payment.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { refundStrayPayments } from "../refunds/refund-stray-payments.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { aCreditProduct, anOrder, aPaidOrder, aPlan, aTrade, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack } from "../testing/refunds.ts";
import { checkInvariants } from "./check-invariants.ts";

useSandbox();
useDatabase();

async function broken(): Promise<string> {
  const findings = await checkInvariants(at(60));
  return (
    findings
      // What is planted has no voucher and no event, which those invariants find too (journal- and event-invariants.test.ts).
      .filter(({ id, offending }) => offending !== 0 && !/^[JE]\d/.test(id))
      .map(({ id }) => id)
      .join(",")
  );
}

test.each([
  ["M01", "oms_order set total_amount_fen = total_amount_fen + 1"],
  ["O02,M01", "oms_order set pay_amount_fen = pay_amount_fen + 1, total_amount_fen = total_amount_fen + 1"],
  ["M01,M05", "oms_order_item set price_fen = price_fen - 1"],
  ["M05", "oms_order_item set goods_version = 2"],
  ["M05", "oms_order_item set valid_days = 1"],
  ["M02", "oms_payment_records set payment_status = 'RETURNED'"],
])("%s finds: %s", async (ids, change) => {
  await aPaidOrder();
  await query(`update ${change}`);
  expect(await broken()).toBe(ids);
});

test.each(["plan_features = '{}'", "goods_version = 1", "plan_code = 'other'"])(
  "an order of a plan whose item says another thing than its version is found: %s",
  async (change) => {
    const plan = await aPlan();
    await query("update ums_subscription_plans set features = '{商用授权}'");
    await anOrder({ wanted: plan });
    await query("update ums_subscription_plans set features = '{别的}', price_monthly_fen = 1, code = 'new'");
    expect(await broken()).toBe("");
    await query(`update oms_order_item set ${change}`);
    expect(await broken()).toBe("M05");
  },
);

test("an order that lost what was bought is found", async () => {
  await aPaidOrder();
  await query("delete from oms_order_item");
  expect(await broken()).toBe("M01");
});

describe("a refund", () => {
  test("that waits for a person is of the amount that was shown", async () => {
    await askBack(await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 30_000 }) }), at(10));
    expect(await query("select status from oms_refund_records")).toEqual([{ status: "REVIEWING" }]);
    expect(await broken()).toBe("");
    await query("update oms_refund_records set refund_amount_fen = 1");
    expect(await broken()).toBe("M03");
  });

  test("that has succeeded is too, and returns no payment", async () => {
    await askBack(await aBoughtOrder(), at(10));
    expect(await broken()).toBe("");
    await query("update oms_refund_records set quote = '{}'");
    expect(await broken()).toBe("M03");
  });
});

describe("a second payment", () => {
  beforeEach(async () => {
    const order = await anOrder();
    const phone = await continuePayment(
      order.memberId,
      order.orderSn,
      { paymentMethod: "alipay", cashierKind: "WAP" },
      contextAt(at(0)),
    );
    for (const [i, payUrl] of [order.cashier.payUrl, phone.payUrl].entries()) {
      const trade = aTrade(order, await buy(payUrl));
      await settlePayment(trade, contextAt(at(1 + i), "alipay"));
    }
    await refundStrayPayments(contextAt(at(5)));
  });

  test("is returned once its refund has succeeded, and not before", async () => {
    expect(await query("select kind, status from oms_refund_records")).toEqual([{ kind: "STRAY", status: "APPROVED" }]);
    expect(await broken()).toBe("");
    await settleRefunds(at(10));
    expect(await query("select kind, payment_status as status from oms_payment_records order by id")).toEqual([
      { kind: "EFFECTIVE", status: "SUCCESS" },
      { kind: "DUPLICATE", status: "RETURNED" },
    ]);
    expect(await broken()).toBe("");
    await query("update oms_payment_records set payment_status = 'SUCCESS'");
    expect(await broken()).toBe("M02");
  });

  test("goes back whole", async () => {
    await query("update oms_refund_records set refund_amount_fen = refund_amount_fen - 1");
    expect(await broken()).toBe("M03");
  });
});
