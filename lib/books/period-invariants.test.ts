import { describe, expect, test } from "vitest";
import { addBeijingMonths, after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { reviewRefund } from "../refunds/review-refund.ts";
import { aMember, aPaidOrder, aPlan, at, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, refundsOf } from "../testing/refunds.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { checkInvariants } from "./check-invariants.ts";

useSandbox();
useDatabase();

async function broken(now = at(60)): Promise<string> {
  const findings = await checkInvariants(now);
  return (
    findings
      // What is planted has no voucher and no event, which those invariants find too (journal- and event-invariants.test.ts).
      .filter(({ id, offending }) => offending !== 0 && !/^[JE]\d/.test(id))
      .map(({ id }) => id)
      .join(",")
  );
}

/** Changes the period that was bought last, past the guards. */
const plant = (changes: string) =>
  query(`begin; set local session_replication_role = replica;
    update ums_member_subscriptions set ${changes} where id = (select max(id) from ums_member_subscriptions); commit`);

/** The whole period with its anchor, so that its months stay right. */
const moveBoth = (by: string) =>
  ["start_date", "end_date", "anchor_date"].map((date) => `${date} = ${date} + interval '${by}'`).join(", ");

/** Two periods of one line; the first one's order costs more than goes back by itself. */
async function aLine() {
  const memberId = await aMember();
  const plan = await aPlan({ priceMonthlyFen: 31_000 });
  const first = await aBoughtOrder({ memberId, wanted: plan });
  await aBoughtOrder({ memberId, wanted: plan, now: at(5) });
  return { memberId, plan, first };
}

async function review(order: Awaited<ReturnType<typeof aLine>>["first"], verdict: "approve" | "reject", now: Date) {
  const admin = await aMember({ role: "ADMIN" });
  const [refund] = await refundsOf(order);
  await reviewRefund(admin, refund!.id, { verdict, reason: "看过" }, contextAt(now, `admin:${admin}`));
}

const lengths = () =>
  query<{ days: number }>(
    "select extract(epoch from end_date - start_date)::int / 86400 as days from ums_member_subscriptions order by id",
  );

/** The second period began as 1 April to 1 May; now it is 30 days from 1 March. */
async function aMovedLine() {
  const line = await aLine();
  await askBack(line.first, at(10));
  await review(line.first, "approve", at(20));
  expect(await lengths()).toEqual([{ days: 31 }, { days: 30 }]);
  return line;
}

describe("lawful shops", () => {
  test.each(["2026-01-29", "2026-01-30", "2026-01-31", "2027-02-28", "2028-01-31", "2028-02-29"])(
    "a line begun on %s keeps to the calendar",
    async (day) => {
      const now = new Date(`${day}T23:59:00+08:00`);
      const memberId = await aMember();
      const plan = await aPlan();
      for (const billingCycle of ["MONTHLY", "MONTHLY", "YEARLY", "MONTHLY"] as const)
        await aPaidOrder({ memberId, wanted: { ...plan, billingCycle }, now });
      expect(await broken(after(now, HOUR_MS))).toBe("");
    },
  );

  test("a period that moved up keeps its length, and what is bought behind it follows the calendar", async () => {
    const { memberId, plan } = await aMovedLine();
    await aPaidOrder({ memberId, wanted: plan, now: after(at(20), 2 * DAY_MS) });
    expect(await broken()).toBe("");
    await plant("end_date = end_date - interval '1 day'");
    expect(await broken()).toBe("S03");
  });

  test("a period that was bought while the refund before it ended may begin before it was bought", async () => {
    const memberId = await aMember();
    const plan = await aPlan({ priceMonthlyFen: 31_000 });
    const refunded = await aBoughtOrder({ memberId, wanted: plan });
    await askBack(refunded, at(10));
    await aPaidOrder({ memberId, wanted: plan, now: at(21) });
    await review(refunded, "approve", at(20));
    expect(await query("select start_date as start from ums_member_subscriptions where status = 'ACTIVE'")).toEqual([
      { start: at(20) },
    ]);
    expect(await broken()).toBe("");
  });

  test("a period that stood still for days is as long as before", async () => {
    const { first } = await aLine();
    await askBack(first, at(10));
    await review(first, "reject", after(at(10), 2.5 * DAY_MS));
    const [moved] = await query<{ start: Date }>("select min(start_date) as start from ums_member_subscriptions");
    expect(moved!.start).toEqual(after(at(1), 2 * DAY_MS));
    expect(await broken()).toBe("");
  });
});

describe("in a line that never moved", () => {
  test.each([
    ["S03", "end_date = end_date + interval '365 days'"],
    ["S03", "end_date = end_date - interval '20 days'"],
    ["S03", "end_date = end_date - interval '1 day'"],
    ["S03", "anchor_date = anchor_date - interval '1 day'"],
    ["S03", "anchor_date = anchor_date + interval '1 month'"],
    ["S04", moveBoth("1 hour")],
    ["S04", moveBoth("-1 minute")],
    ["O06", "billing_cycle = 'YEARLY', end_date = end_date + interval '11 months'"],
    ["O06", "plan_level = plan_level + 1"],
  ])("%s finds: %s", async (id, changes) => {
    await aPaidOrder({ wanted: await aPlan() });
    await plant(changes);
    expect(await broken()).toBe(id);
  });

  test("a gap before the second period is found", async () => {
    await aLine();
    await plant(moveBoth("1 day"));
    expect(await broken()).toBe("S04");
  });

  test("a period does not reach back to one that had ended when it was bought", async () => {
    const [memberId, wanted, end] = [await aMember(), await aPlan(), addBeijingMonths(at(1), 1)];
    await aPaidOrder({ memberId, wanted });
    const later = after(end, DAY_MS);
    await expireSegments(later);
    await aPaidOrder({ memberId, wanted, now: later });
    expect(await broken(later)).toBe("");
    await plant("start_date = (select min(end_date) from ums_member_subscriptions)");
    await plant("end_date = start_date + interval '30 days', anchor_date = null");
    expect(await broken(later)).toBe("S04");
  });

  test.each(["another plan", "another member"])("the end of a period of %s is no beginning", async (whose) => {
    const [memberId, wanted] = [await aMember(), await aPlan()];
    await aPaidOrder({ memberId, wanted });
    await aPaidOrder(whose === "another plan" ? { memberId, wanted: await aPlan() } : { wanted });
    const end = "(select min(end_date) from ums_member_subscriptions)";
    await plant(`start_date = ${end}, end_date = ${end} + interval '30 days'`);
    expect(await broken()).toBe("S04");
  });

  test("a second payment that went back has moved nothing and taken nothing back", async () => {
    const order = await aBoughtOrder({ wanted: await aPlan() });
    await query(`insert into oms_payment_records (order_id, order_sn, attempt_id, out_trade_no, trade_no, kind, payment_status, payment_amount_fen, payment_time, app_id, seller_id, source)
      select order_id, order_sn, attempt_id, out_trade_no, 'twice', 'DUPLICATE', 'RETURNED', payment_amount_fen, payment_time, app_id, seller_id, source from oms_payment_records;
      insert into oms_payment_evidence (evidence_key, source, out_trade_no, trade_no, order_id, verdict, content)
      select 'twice', source, out_trade_no, 'twice', order_id, 'DUPLICATE', content from oms_payment_evidence;
      insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind, refund_amount_fen, status, reason, requested_by, finish_time)
      select order_id, order_sn, ${order.memberId}, id, out_trade_no, trade_no, 'r' || repeat('0', 20), 'STRAY', payment_amount_fen, 'SUCCESS', 'x', 'x', now() from oms_payment_records where trade_no = 'twice'`);
    expect(await broken()).toBe("");
    await plant("end_date = end_date - interval '1 day'");
    expect(await broken()).toBe("S03");
  });
});

describe("in a line that moved", () => {
  test.each([
    ["S03", "end_date = end_date + interval '365 days'"],
    ["S03", "end_date = end_date - interval '20 days'"],
    ["S03", "end_date = end_date + interval '2 days'"],
    ["S03", "end_date = end_date - interval '1 second'"],
    ["S04", moveBoth("-25 hours")],
  ])("%s finds: %s", async (id, changes) => {
    await aMovedLine();
    await plant(changes);
    expect(await broken()).toBe(id);
  });

  test.each(["another plan", "another member"])("a refund of %s has not moved what it stands beside", async (whose) => {
    const { memberId, plan } = await aMovedLine();
    const mine = whose === "another plan" ? { memberId, wanted: await aPlan() } : { wanted: plan };
    await aPaidOrder({ ...mine, wanted: { ...mine.wanted, billingCycle: "YEARLY" } });
    await plant("end_date = end_date + interval '1 day'");
    expect(await broken()).toBe("S03");
  });
});

describe("the status", () => {
  const end = addBeijingMonths(at(1), 1);

  test.each([
    ["", after(end, -HOUR_MS), "EXPIRED"],
    ["S05", after(end, -HOUR_MS - MINUTE_MS), "EXPIRED"],
    ["", after(end, DAY_MS), "ACTIVE"],
    ["S05", after(end, DAY_MS + MINUTE_MS), "ACTIVE"],
  ])("breaks '%s' at %s as %s", async (ids, now, status) => {
    await aPaidOrder({ wanted: await aPlan() });
    await plant(`status = '${status}'`);
    expect(await broken(now)).toBe(ids);
  });

  test("is what the cron makes it", async () => {
    await aPaidOrder({ wanted: await aPlan() });
    await expireSegments(end);
    expect(await query("select status from ums_member_subscriptions")).toEqual([{ status: "EXPIRED" }]);
    expect(await broken(end)).toBe("");
  });

  test("is FROZEN while a refund is open", async () => {
    const order = await aBoughtOrder({ wanted: await aPlan({ priceMonthlyFen: 31_000 }) });
    await askBack(order, at(10));
    expect(await broken()).toBe("");
    await plant("status = 'ACTIVE'");
    expect(await broken()).toBe("S02");
    await plant("status = 'REFUNDED'");
    expect(await broken()).toBe("S02,S06");
  });

  test("is REFUNDED once the refund has succeeded", async () => {
    const order = await aBoughtOrder({ wanted: await aPlan() });
    expect(await askBack(order, after(NOW, HOUR_MS))).toMatchObject({ status: "SUCCESS" });
    expect(await broken()).toBe("");
    await plant("status = 'ACTIVE'");
    expect(await broken()).toBe("R04,S06");
  });
});
