import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import type { BillingCycle } from "../core/states.ts";
import type { PricedTerm } from "../core/terms.ts";
import { after, DAY_MS } from "../core/time.ts";
import { aMember, anOrder, aPaidOrder, aPlan, aTrade, at, contextAt } from "../testing/builders.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { remindEnding } from "./remind-ending.ts";

useSandbox();
useDatabase();

const TERMS: readonly PricedTerm[] = [
  { unit: "DAY", count: 3, priceFen: 990 },
  { unit: "WEEK", count: 2, priceFen: 1_990 },
  { unit: "MONTH", count: 3, priceFen: 7_900 },
];

let memberId: bigint;
let wanted: Awaited<ReturnType<typeof aPlan>>;
beforeEach(async () => {
  memberId = await aMember();
  wanted = await aPlan({ code: "pro", otherTerms: TERMS });
});

const wish = (billingCycle: BillingCycle) => ({ memberId, wanted: { ...wanted, billingCycle } });

const lengths = async () =>
  (
    await query<{ days: number }>(
      "select extract(epoch from end_date - start_date)::float8 / 86400 as days from ums_member_subscriptions where status <> 'REFUNDED' order by id",
    )
  ).map(({ days }) => days);

async function broken(): Promise<string> {
  const findings = await checkInvariants(at(60));
  return findings
    .filter(({ offending }) => offending !== 0)
    .map(({ id }) => id)
    .join(",");
}

describe("terms of any length", () => {
  test("stand one behind the other, and what is taken back closes its gap", async () => {
    await aPaidOrder(wish("3-DAY"));
    const fortnight = await aBoughtOrder({ ...wish("2-WEEK"), now: at(2) });
    await aPaidOrder({ ...wish("3-MONTH"), now: at(4) });
    await aPaidOrder({ ...wish("MONTHLY"), now: at(6) });
    await aPaidOrder({ ...wish("YEARLY"), now: at(7) });
    // From 1 March: to the 4th, to the 18th, three months to 18 June, a month, a year.
    expect(await lengths()).toEqual([3, 14, 92, 30, 365]);
    await expectCoherence(at(30));

    // It has not begun: whole.
    await askBack(fortnight, at(10));
    await settleRefunds(at(20));
    expect(await query("select refund_amount_fen, status from oms_refund_records")).toEqual([
      { refund_amount_fen: 1_990, status: "SUCCESS" },
    ]);
    expect(await lengths()).toEqual([3, 92, 30, 365]);
    const [gap] = await query(
      "select count(*)::int as n from ums_member_subscriptions a where status <> 'REFUNDED' and start_date > (select min(start_date) from ums_member_subscriptions) and not exists (select 1 from ums_member_subscriptions b where b.status <> 'REFUNDED' and b.end_date = a.start_date)",
    );
    expect(gap).toEqual({ n: 0 });
    await aPaidOrder({ ...wish("2-WEEK"), now: at(30) });
    expect(await lengths()).toEqual([3, 92, 30, 365, 14]);
    await expectCoherence(at(60));
  });

  test("cost what they cost when the order was placed", async () => {
    const order = await anOrder(wish("3-DAY"));
    await query("update ums_subscription_plans set other_terms = '[]'");
    await expect(anOrder(wish("3-DAY"))).rejects.toMatchObject({ code: "TERM_NOT_FOUND" });
    await settlePayment(aTrade(order), contextAt(at(1), "alipay"));
    expect(await lengths()).toEqual([3]);
    expect(await query("select product_name, price_fen, billing_cycle, term from oms_order_item")).toEqual([
      { product_name: "套餐 pro（3 天）", price_fen: 990, billing_cycle: null, term: "3-DAY" },
    ]);
    await expectCoherence(at(60));
  });

  test("that are short are reminded of when half of them is over", async () => {
    await aPaidOrder(wish("3-DAY"));
    const [{ end_date: end }] = (await query("select end_date from ums_member_subscriptions")) as [{ end_date: Date }];
    expect(await remindEnding(after(end, -1.5 * DAY_MS - 1))).toMatchObject({ claimed: 0 });
    expect(await remindEnding(after(end, -1.5 * DAY_MS))).toMatchObject({ done: 1 });
  });
});

describe("the invariants find", () => {
  test.each<[string, BillingCycle, string]>([
    ["S03", "3-DAY", "ums_member_subscriptions set end_date = end_date + interval '1 day'"],
    ["S03", "2-WEEK", "ums_member_subscriptions set end_date = end_date - interval '1 hour'"],
    ["S03", "3-MONTH", "ums_member_subscriptions set end_date = end_date - interval '1 day'"],
    ["O06", "3-DAY", "ums_member_subscriptions set term = '2-WEEK', end_date = end_date + interval '11 days'"],
    ["O06,M05", "3-DAY", "oms_order_item set term = '2-WEEK'"],
    ["M05", "3-MONTH", "pms_catalog_history set content = content - 'other_terms'"],
  ])("%s: of %s, %s", async (ids, cycle, change) => {
    await aPaidOrder(wish(cycle));
    expect(await broken()).toBe("");
    await query(`begin; set local session_replication_role = replica; update ${change}; commit`);
    expect(await broken()).toBe(ids);
  });
});

test("the database refuses a term that is none, and two of them", async () => {
  const refused: [string, string][] = [
    ["oms_order_item_one_product", "oms_order_item set billing_cycle = 'MONTHLY'"],
    ["oms_order_item_one_product", "oms_order_item set term = null"],
    ["oms_order_item_term_check", "oms_order_item set term = '1-MONTH'"],
    ["ums_member_subscriptions_one_term", "ums_member_subscriptions set billing_cycle = 'YEARLY'"],
    ["ums_member_subscriptions_one_term", "ums_member_subscriptions set term = null"],
    ["ums_member_subscriptions_term_check", "ums_member_subscriptions set term = '3-HOUR'"],
  ];
  await aPaidOrder(wish("3-DAY"));
  for (const [constraint, change] of refused) await expect(query(`update ${change}`)).rejects.toThrow(constraint);
});

test("the database refuses a plan with terms that are none, or equally long", async () => {
  const refused = [
    '{"unit": "DAY", "count": 3, "priceFen": 990}',
    '[{"unit": "DAY", "count": 0, "priceFen": 990}]',
    '[{"unit": "DAY", "count": 367, "priceFen": 990}]',
    '[{"unit": "HOUR", "count": 3, "priceFen": 990}]',
    '[{"unit": "DAY", "count": 3}]',
    '[{"unit": "DAY", "count": 3, "priceFen": 0}]',
    '[{"unit": "MONTH", "count": 1, "priceFen": 990}]',
    '[{"unit": "MONTH", "count": 12, "priceFen": 990}]',
    '[{"unit": "YEAR", "count": 1, "priceFen": 990}]',
    '[{"unit": "WEEK", "count": 1, "priceFen": 990}, {"unit": "DAY", "count": 7, "priceFen": 990}]',
    "[7]",
  ];
  for (const terms of refused)
    await expect(query("update ums_subscription_plans set other_terms = $1", [terms])).rejects.toThrow(
      "other_terms_check",
    );
});
