import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { syncPayment } from "../payments/sync-payment.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { anOrder, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, useSandbox } from "../testing/gateway.ts";
import { A, B, useTwoAccounts } from "../testing/merchants.ts";
import { alertsRaised, DAY, morning, noon, reconcile } from "../testing/reconciling.ts";
import { askBack, expectCoherence } from "../testing/refunds.ts";

useSandbox();
const { hold } = useTwoAccounts({ appId: "9021000000000003", sellerId: B.sellerId });
useDatabase();

const days = () =>
  query("select bill_date::text as day, status, trade_count, refund_count from oms_bill_day order by 1");

/** An order that is paid at the active account; told: we know of it. */
async function bought({ isTold = true } = {}): Promise<TestOrder> {
  const order = await anOrder();
  await buy(order.cashier.payUrl);
  if (isTold) await syncPayment(order.memberId, order.orderSn, contextAt(at(1)));
  return order;
}

describe("a day on which two accounts took money", () => {
  let atA: TestOrder;
  beforeEach(async () => {
    atA = await bought();
    hold(B.appId, A.appId);
  });

  test("is compared with the bills of both, each with its own keys", async () => {
    await bought();
    expect(await askBack(atA, at(2))).toMatchObject({ status: "SUCCESS" });
    expect(await reconcile(morning(1))).toMatchObject({ done: 1, failed: 0 });
    expect(await days()).toEqual([{ day: DAY, status: "RECONCILED", trade_count: 2, refund_count: 1 }]);
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(morning(1));
  });

  test("finds a payment that nobody told us of at the account that took it", async () => {
    hold(A.appId, B.appId);
    const lost = await bought({ isTold: false });
    hold(B.appId, A.appId);
    await bought();
    await reconcile(morning(1));
    expect(await query("select status from oms_order where id = $1", [lost.orderId])).toEqual([{ status: "PAID" }]);
    expect(await days()).toMatchObject([{ status: "RECONCILED", trade_count: 3 }]);
    expect(await alertsRaised()).toEqual([]);
  });

  test("waits while the keys of one are missing, says so, and closes when they are back", async () => {
    await bought();
    hold(B.appId);
    await reconcile(morning(1));
    expect(await days()).toMatchObject([{ status: "WAITING" }]);
    await reconcile(after(noon(4), DAY_MS));
    const reasons = await query<{ reason: string }>(
      "select detail ->> 'reason' as reason from sys_alert where kind = 'BILL_LATE' and cause = $1",
      [`alipay:${DAY}`],
    );
    expect(reasons).toEqual([{ reason: expect.stringContaining(A.sellerId) as string }]);
    hold(B.appId, A.appId);
    await reconcile(after(noon(5), DAY_MS));
    expect((await days())[0]).toMatchObject({ day: DAY, status: "RECONCILED", trade_count: 2 });
    expect(await alertsRaised()).toEqual([`BILL_LATE:alipay:${DAY}`]);
  });

  test("the day after needs the other's bill no more, once nothing of it may stand on it", async () => {
    await bought();
    await reconcile(morning(1));
    hold(B.appId);
    await settleRefunds(morning(1));
    await reconcile(noon(2));
    expect(await days()).toMatchObject([{ status: "RECONCILED" }, { status: "RECONCILED", trade_count: 0 }]);
  });
});

test("two apps of one seller have one bill", async () => {
  hold(B.appId, "9021000000000003");
  await bought();
  hold("9021000000000003", B.appId);
  await bought();
  await reconcile(morning(1));
  expect(await days()).toEqual([{ day: DAY, status: "RECONCILED", trade_count: 2, refund_count: 0 }]);
  expect(await alertsRaised()).toEqual([]);
});
