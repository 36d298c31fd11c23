import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { aMember, anOrder, aPaidOrder, aPlan, at, aTrade, contextAt } from "../testing/builders.ts";
import { count, crossing, overtake, query, useDatabase } from "../testing/database.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { expireSegments } from "./expire-segments.ts";
import { getCurrent } from "./get-current.ts";
import { getLine } from "./get-line.ts";
import { previewPurchase } from "./preview-purchase.ts";
import { remindEnding } from "./remind-ending.ts";

useDatabase();

let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
});

type Plan = Awaited<ReturnType<typeof aPlan>>;
const buy = (wanted: Plan, minute = 0) => aPaidOrder({ memberId, wanted, now: at(minute) });
const preview = ({ planId }: Plan, minute = 10) =>
  previewPurchase(memberId, { planId, billingCycle: "monthly" }, at(minute));

/** When the first month that was bought ends: 31 days after it was paid. */
const END = after(at(1), 31 * DAY_MS);

describe("what a purchase will do is what it does", () => {
  test("nothing runs: it begins at once", async () => {
    const plan = await aPlan();
    const told = await preview(plan, 1);
    expect(told).toMatchObject({ effect: "START", text: "立即生效，有效期至 2026-04-01 12:01", note: null });
    await buy(plan);
    expect(await query("select start_date, end_date from ums_member_subscriptions")).toEqual([
      { start_date: new Date(told.startDate), end_date: new Date(told.endDate) },
    ]);
  });

  test("the same plan runs: it continues after its end", async () => {
    const plan = await aPlan();
    await buy(plan);
    const told = await preview(plan);
    expect(told).toMatchObject({ effect: "EXTEND", text: "从 2026-04-01 12:01 起接着算，延长至 2026-05-01 12:01" });
    await buy(plan, 10);
    expect(await query("select start_date, end_date from ums_member_subscriptions order by id offset 1")).toEqual([
      { start_date: new Date(told.startDate), end_date: new Date(told.endDate) },
    ]);
  });

  test("months of a line that began on the 31st end on the last day of each", async () => {
    const plan = await aPlan();
    const began = new Date("2026-01-31T01:00:00.000Z");
    for (const days of [0, 10, 40, 70]) await aPaidOrder({ memberId, wanted: plan, now: after(began, days * DAY_MS) });
    const ends = await query<{ end: string }>(
      `select to_char(end_date at time zone 'Asia/Shanghai', 'MM-DD') as end from ums_member_subscriptions order by id`,
    );
    expect(ends.map(({ end }) => end)).toEqual(["02-28", "03-31", "04-30", "05-31"]);
  });

  test("a higher plan runs: it begins at once, and the higher one counts first", async () => {
    const pro = await aPlan({ code: "pro", level: 2 });
    const basic = await aPlan({ code: "basic", level: 1 });
    await buy(pro);
    expect(await preview(basic)).toMatchObject({
      effect: "START",
      note: "「套餐 pro（月付）」等级更高，到 2026-04-01 12:01 之前先按它计算",
    });
    await buy(basic, 10);
    expect(await getCurrent(memberId, at(20))).toMatchObject({ planCode: "pro" });
  });

  test("a plan that is not on sale is not found", async () => {
    await expect(preview(await aPlan({ status: "OFF_SALE" }))).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  });
});

describe("a purchase while the line is taken apart", () => {
  test("continues after the line as it is then, without a gap", async () => {
    const plan = await aPlan();
    await buy(plan);
    const next = await anOrder({ memberId, wanted: plan });
    // The running period is taken back after the next purchase has read it.
    const rival = "update ums_member_subscriptions set status = 'REFUNDED', version = version + 1";
    await overtake(rival, () => settlePayment(aTrade(next), contextAt(at(5), "alipay")));
    expect(await query("select start_date from ums_member_subscriptions where status = 'ACTIVE'")).toEqual([
      { start_date: at(5) },
    ]);
  });

  test("control: a change that leaves the version alone goes unseen, and the purchase begins after a gap", async () => {
    const plan = await aPlan();
    await buy(plan);
    const next = await anOrder({ memberId, wanted: plan });
    await overtake("update ums_member_subscriptions set status = 'REFUNDED'", () =>
      settlePayment(aTrade(next), contextAt(at(5), "alipay")),
    );
    expect(await query("select start_date from ums_member_subscriptions where status = 'ACTIVE'")).toEqual([
      { start_date: END },
    ]);
  });

  test("of two first purchases at once neither waits for what the other has written", async () => {
    const plan = await aPlan();
    const first = await anOrder({ memberId, wanted: plan });
    const second = await anOrder({ memberId, wanted: plan });
    // What another worker does for the second one: it comes first to the member, and writes its period while ours waits.
    const member = `select id from ums_member where id = ${memberId} for no key update`;
    const period = `insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
      select ${memberId}, ${second.orderId}, id, code, name, level, 'MONTHLY', '${at(5).toISOString()}', '${END.toISOString()}' from ums_subscription_plans`;
    await crossing(member, () => settlePayment(aTrade(first), contextAt(at(5), "alipay")), period);
    expect(await query("select start_date, order_id from ums_member_subscriptions order by start_date")).toEqual([
      { start_date: at(5), order_id: second.orderId },
      { start_date: END, order_id: first.orderId },
    ]);
  });

  test("five purchases at once stand in one line", async () => {
    const plan = await aPlan();
    const orders = await Promise.all(Array.from({ length: 5 }, () => anOrder({ memberId, wanted: plan })));
    await Promise.all(orders.map((order) => settlePayment(aTrade(order), contextAt(at(5), "alipay"))));
    const gaps = `(select start_date, lag(end_date) over (order by start_date) as before from ums_member_subscriptions) line`;
    expect(await count(gaps, "start_date <> before")).toBe(0);
    expect(await count("ums_member_subscriptions")).toBe(5);
  });
});

test("a line of hundreds of periods is read whole: the next one continues behind the last", async () => {
  const plan = await aPlan();
  const first = await buy(plan);
  // Orders inserted by SQL, which is faster.
  await query(`begin; set local session_replication_role = replica;
    insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
    select member_id, order_id + n, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date + n * interval '31 days', end_date + n * interval '31 days'
    from ums_member_subscriptions, generate_series(1, 300) n;
    insert into oms_order (order_sn, member_id, product_type, status, total_amount_fen, pay_amount_fen, open_slot, expire_time, payment_time)
    select 'line_of_hundreds_' || n, member_id, product_type, status, total_amount_fen, pay_amount_fen, open_slot, expire_time, payment_time
    from oms_order, generate_series(1, 300) n; commit`);
  const { orderId } = await buy(plan, 10);
  expect(await query("select delivery_status from oms_order where id = $1", [orderId])).toEqual([
    { delivery_status: "DELIVERED" },
  ]);
  expect((await getLine(first.orderId))!.later).toHaveLength(301);
});

describe("a period whose end has come", () => {
  test("expires at that instant, and not before", async () => {
    await buy(await aPlan());
    expect(await expireSegments(after(END, -1))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await getCurrent(memberId, after(END, -1))).not.toBeNull();
    expect(await getCurrent(memberId, END)).toBeNull();
    expect(await expireSegments(END)).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await expireSegments(END)).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  });

  test("waits while a refund holds it", async () => {
    await buy(await aPlan());
    await query("update ums_member_subscriptions set status = 'FROZEN'");
    expect(await expireSegments(END)).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  });

  test("eight crons at once expire each once", async () => {
    for (let i = 0; i < 6; i += 1) await buy(await aPlan());
    const reports = await Promise.all(Array.from({ length: 8 }, () => expireSegments(END)));
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(6);
  });
});

describe("the reminder before the end", () => {
  const notices = () => query("select kind, detail from ums_member_notice where kind = 'PLAN_ENDING'");

  test("comes three days before, once", async () => {
    await buy(await aPlan({ code: "pro" }));
    expect(await remindEnding(after(END, -3 * DAY_MS - 1))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await remindEnding(after(END, -3 * DAY_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await remindEnding(after(END, -DAY_MS))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await notices()).toEqual([
      { kind: "PLAN_ENDING", detail: { product: "套餐 pro（月付）", endDate: "2026-04-01 12:01" } },
    ]);
  });

  test("does not come when the plan goes on, but for the last period of the line", async () => {
    const plan = await aPlan();
    await buy(plan);
    await buy(plan, 10);
    expect(await remindEnding(after(END, -DAY_MS))).toMatchObject({ claimed: 0 });
    expect(await remindEnding(after(END, 29 * DAY_MS))).toMatchObject({ done: 1 });
  });

  test("does not come for a period that is held, or that has ended", async () => {
    await buy(await aPlan());
    await query("update ums_member_subscriptions set status = 'FROZEN'");
    expect(await remindEnding(after(END, -DAY_MS))).toMatchObject({ claimed: 0 });
    await query("update ums_member_subscriptions set status = 'ACTIVE'");
    expect(await remindEnding(END)).toMatchObject({ claimed: 0 });
  });

  test("of eight crons at once comes once", async () => {
    await buy(await aPlan());
    await Promise.all(Array.from({ length: 8 }, () => remindEnding(after(END, -DAY_MS))));
    expect(await notices()).toHaveLength(1);
  });
});
