import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { aPaidOrder } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Answer, type Door, type Knock } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { aMismatch, aRefundInReview, aReservation, furnish, type Premises } from "../../lib/testing/premises.ts";

useSandbox();
useDatabase();
beforeEach(() => setAlipayClock(new Date()));

const doors = new Map<string, Door>((await findDoors()).map((door) => [door.name, door]));
const ask = (name: string, request: Knock): Promise<Answer> => knock(doors.get(name)!, request);

interface Numbers {
  planOrder: string;
  mismatchOrder: string;
  refundedOrder: string;
  refundId: string;
}

/** Creates data for every kind of answer. Returns the ids to request. */
async function aBusyShop(premises: Premises): Promise<Numbers> {
  const { owner, plan, headers } = premises;
  await query(`update ums_subscription_plans set features = '{一项权益}'`);
  const { orderSn: planOrder } = await aPaidOrder({ memberId: owner, wanted: plan, now: new Date() });
  const [refundId] = [await aRefundInReview(premises), await aRefundInReview(premises)];
  const review = { params: { refundId }, headers: headers.admin, body: { verdict: "reject", reason: "请先联系客服" } };
  expect((await ask("POST /api/admin/refunds/[refundId]/review", review)).status).toBe(200);
  const alertId = await aMismatch(premises);
  await aReservation(premises);
  const body = { amount: 1, bizId: randomUUID(), reason: "一张图" };
  expect((await ask("POST /api/credits/consume", { headers: headers.owner, body })).status).toBe(200);
  await query(`insert into oms_bill_day (bill_date, status, trade_count, trade_fen, refund_count, refund_fen, set_aside, import_time, finish_time)
    values ('2026-01-01', 'RECONCILED', 3, 59700, 1, 990, '[{"word": "交易分账", "count": 1, "fen": -88}]', now(), now())`);
  await query(
    "insert into sys_audit_log (actor, action, target, detail) values ('cron', 'EXPORT_STARTED', 'a.csv', $1)",
    [{ name: "orders", from: "2026-01-01", to: "2026-01-31", before: { status: 1 }, after: { status: 2 } }],
  );
  const mismatchOrder = await orderOf("sys_alert", alertId);
  return { planOrder, mismatchOrder, refundedOrder: await orderOf("oms_refund_records", refundId), refundId };
}

async function orderOf(table: "sys_alert" | "oms_refund_records", id: string): Promise<string> {
  const [row] = await query<{ orderSn: string }>(`select order_sn as "orderSn" from ${table} where id = $1`, [id]);
  return row!.orderSn;
}

/** Records for every list in an answer whether it has ever been non-empty. */
function noteLists(value: unknown, path: string, lists: Map<string, boolean>): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) lists.set(path, lists.get(path) === true || value.length > 0);
  for (const [key, inner] of Object.entries(value)) noteLists(inner, `${path}/${key.replace(/^\d+$/, "*")}`, lists);
}

/** Every read with rows in it, as its schema has them: the wrapper parses each answer, and a wrong one is a 500. */
test("every list of every read has been answered with something in it, and fits", async () => {
  const premises = await furnish();
  const { owner, admin } = premises.headers;
  const pack = { productId: String(premises.product.productId) };
  const plan = { planId: String(premises.plan.planId) };
  const { planOrder, mismatchOrder, refundedOrder, refundId } = await aBusyShop(premises);
  const { orderSn: paid } = premises.paid;
  const reads: [name: string, headers: Readonly<Record<string, string>>, params?: Record<string, string>][] = [
    ["GET /api/catalog", {}],
    ["GET /api/credits/balance", owner],
    ["GET /api/credits/ledger", owner],
    ["GET /api/notices", owner],
    ["GET /api/payment/orders", owner],
    ["GET /api/payment/order/[orderSn]", owner, { orderSn: paid }],
    ["GET /api/payment/order/[orderSn]", owner, { orderSn: planOrder }],
    ["GET /api/payment/refund-quote/[orderSn]", owner, { orderSn: paid }],
    ["GET /api/payment/refund-quote/[orderSn]", owner, { orderSn: planOrder }],
    ["GET /api/payment/refunds", owner],
    ["GET /api/subscription/current", owner],
    ["GET /api/admin/alerts", admin],
    ["GET /api/admin/audit", admin],
    ["GET /api/admin/books", admin],
    ["GET /api/admin/exports", admin],
    ["GET /api/admin/insights", admin],
    ["GET /api/admin/journal", admin],
    ["GET /api/admin/orders", admin],
    ["GET /api/admin/orders/[orderSn]", admin, { orderSn: paid }],
    ["GET /api/admin/orders/[orderSn]", admin, { orderSn: planOrder }],
    ["GET /api/admin/orders/[orderSn]", admin, { orderSn: mismatchOrder }],
    ["GET /api/admin/orders/[orderSn]", admin, { orderSn: refundedOrder }],
    ["GET /api/admin/plans", admin],
    ["GET /api/admin/plans/[planId]/versions", admin, plan],
    ["GET /api/admin/products", admin],
    ["GET /api/admin/products/[productId]/versions", admin, pack],
    ["GET /api/admin/refunds", admin],
    ["GET /api/admin/refunds/[refundId]", admin, { refundId }],
    ["GET /api/admin/service-keys", admin],
    ["GET /api/admin/today", admin],
  ];
  const lists = new Map<string, boolean>();
  for (const [name, headers, params = {}] of reads) {
    const { status, json } = await ask(name, { headers, params });
    expect([name, status]).toEqual([name, 200]);
    noteLists(json.data, name, lists);
  }
  expect(lists.size).toBeGreaterThan(20);
  // The elements of an empty list are not checked against the schema.
  expect([...lists].filter(([, isFilled]) => !isFilled).map(([path]) => path)).toEqual([]);
});
