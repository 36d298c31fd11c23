import { expect, test } from "vitest";
import { after, DAY_MS, HOUR_MS } from "../../lib/core/time.ts";
import { aMember } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Knock } from "../../lib/testing/doors.ts";
import { buy, setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { expectCoherence } from "../../lib/testing/refunds.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useSandbox();
useDatabase();

const doors = new Map((await findDoors()).map((door) => [door.name, door]));
const ask = (name: string, how: Knock) => knock(doors.get(name)!, how);

const week = { unit: "WEEK", count: 1, price: 9.9 };
const trial = { unit: "DAY", count: 3, price: 3 };
const plan = {
  ...{ code: "pro", name: "专业版", level: 1, priceMonthly: 29, priceYearly: 299 },
  ...{ features: ["商用授权"], reason: "上新" },
};
const made = { ...plan, otherTerms: [week, trial] };

test("a plan is sold for a week: made, shown, bought at Alipay, delivered, quoted, refunded", async () => {
  const [admin, member] = [await signedInAs(await aMember({ role: "ADMIN" })), await signedInAs(await aMember())];
  const { status, json } = await ask("POST /api/admin/plans", { body: made, headers: admin });
  expect([status, (json.data as { otherTerms: unknown }).otherTerms]).toEqual([200, [week, trial]]);
  const planId = (json.data as { id: number }).id;
  const { plans } = (await ask("GET /api/catalog", {})).json.data as { plans: unknown[] };
  expect(plans).toMatchObject([
    {
      ...{ priceMonthly: 29, priceYearly: 299 },
      otherTerms: [
        { billingCycle: "3-day", ...trial },
        { billingCycle: "1-week", ...week },
      ],
    },
  ]);

  const wish = { planId, billingCycle: "1-week" };
  const preview = await ask("GET /api/subscription/preview", {
    query: `planId=${planId}&billingCycle=1-week`,
    headers: member,
  });
  expect(preview.json.data).toMatchObject({ effect: "START" });
  const order = (await ask("POST /api/payment/create-subscription-order", { body: wish, headers: member })).json
    .data as { orderSn: string; payAmount: number; payUrl: string };
  expect(order.payAmount).toBe(9.9);
  await setAlipayClock(new Date());
  await buy(order.payUrl);
  const params = { orderSn: order.orderSn };
  const paid = await ask("POST /api/payment/sync/[orderSn]", { params, headers: member });
  expect(paid.json.data).toMatchObject({ status: 1, deliveryStatus: 1 });

  const current = (await ask("GET /api/subscription/current", { headers: member })).json.data as {
    startDate: string;
    endDate: string;
  };
  expect(current).toMatchObject({ planName: "专业版（1 周）", billingCycle: "1-week" });
  expect(new Date(current.endDate)).toEqual(after(new Date(current.startDate), 7 * DAY_MS));
  expect(await query("select billing_cycle from mall_ums_member_subscriptions")).toEqual([{ billing_cycle: "1-week" }]);
  expect(await query("select billing_cycle from mall_oms_order_item")).toEqual([{ billing_cycle: "1-week" }]);
  expect((await ask("GET /api/account/export", { headers: member })).json).toMatchObject({
    data: { periods: [{ billingCycle: "1-WEEK" }] },
  });

  // It runs, so that the day that has begun is used: 6 of 7 days.
  const quote = await ask("GET /api/payment/refund-quote/[orderSn]", { params, headers: member });
  expect(quote.json.data).toMatchObject({ refundable: true, refundAmount: 8.48, paid: 9.9 });
  const back = await ask("POST /api/payment/refund/[orderSn]", { params, body: { reason: "不需要" }, headers: member });
  expect(back.json.data).toMatchObject({ success: true, refundAmount: 8.48 });
  await expectCoherence(after(new Date(), HOUR_MS));
});

test("A91 what is no term is refused with its field; what the plan does not sell is not found", async () => {
  const [admin, member] = [await signedInAs(await aMember({ role: "ADMIN" })), await signedInAs(await aMember())];
  const refused = async (...otherTerms: unknown[]) => {
    const { status, json } = await ask("POST /api/admin/plans", { body: { ...plan, otherTerms }, headers: admin });
    return [status, json.issues?.[0]?.field];
  };
  const wrong: [unknown[], string][] = [
    [[{ ...week, count: 0 }], "otherTerms.0.count"],
    [[{ ...week, count: 1e300 }], "otherTerms.0.count"],
    [[{ ...week, count: 54 }], "otherTerms.0.count"],
    [[{ ...week, count: 1.5 }], "otherTerms.0.count"],
    [[{ ...week, unit: "HOUR" }], "otherTerms.0.unit"],
    [[{ ...week, price: 0 }], "otherTerms.0.price"],
    [[{ ...week, price: 1.234 }], "otherTerms.0.price"],
    [[trial, { ...week, unit: "MONTH" }], "otherTerms.1.count"],
    [[{ ...week, unit: "MONTH", count: 12 }], "otherTerms.0.count"],
    [[week, { ...trial, count: 7 }], "otherTerms.1.count"],
    [Array(9).fill(week), "otherTerms"],
  ];
  for (const [terms, field] of wrong) expect([terms, ...(await refused(...terms))]).toEqual([terms, 400, field]);

  const { json } = await ask("POST /api/admin/plans", { body: made, headers: admin });
  const planId = (json.data as { id: number }).id;
  const order = async (billingCycle: unknown) => {
    const body = { planId, billingCycle };
    const answer = await ask("POST /api/payment/create-subscription-order", { body, headers: member });
    return [answer.status, answer.json.error];
  };
  for (const word of ["1-month", "1-year", "0-day", "007-day", "3-DAY", "MONTHLY", "3-day\0", "-3-day", 3])
    expect([word, ...(await order(word))]).toEqual([word, 400, "VALIDATION_FAILED"]);
  expect(await order("4-day")).toEqual([404, "TERM_NOT_FOUND"]);
  expect(await order("monthly")).toEqual([200, undefined]);
});
