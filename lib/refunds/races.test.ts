import { beforeEach, describe, expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { aCreditProduct, aMember, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf, undeliver } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const now = at(60);
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code?: string }) => error.code ?? String(error),
  );
const times = <Result>(n: number, work: (i: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const tally = (outcomes: readonly string[], wanted: string) => outcomes.filter((one) => one === wanted).length;

const aDearOrder = async (priceFen: number) =>
  aBoughtOrder({ wanted: await aCreditProduct({ priceFen, bonusCredits: 0 }) });
const spend = ({ memberId }: TestOrder, amount: number, bizId: string) =>
  outcome(consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(at(30))));

describe("spending against refunding", () => {
  test("what is spent is not paid back, and what is paid back is not spent", async () => {
    const order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
    const [spent, asked] = await Promise.all([
      times(60, (i) => spend(order, 1, `job-${i}`)),
      // A refund that keeps conflicting is BUSY and is requested again, as the page would.
      (async () => {
        for (;;) {
          const answer = await outcome(askBack(order, now));
          if (answer !== "BUSY") return answer;
        }
      })(),
    ]);
    expect(asked).toBe("ok");
    const used = tally(spent, "ok");
    expect(used + tally(spent, "INSUFFICIENT_CREDITS")).toBe(60);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 1_000 - used * 10 }]);
    expect(await query("select remaining, frozen from ums_credit_lot")).toEqual([{ remaining: 0, frozen: 0 }]);
    await expectCoherence(now);
  });

  test("a spender who is a step ahead makes the refund count again", async () => {
    const order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
    const rival = `update ums_credit_lot set remaining = remaining - 40; update ums_credit_balance set total = total - 40`;
    expect(await overtake(rival, () => askBack(order, now))).toMatchObject({ refundAmount: 6 });
  });

  test("a job that begins a step ahead stops the refund", async () => {
    const order = await aBoughtOrder();
    const rival = "update ums_credit_lot set reserved = 1 where kind = 'PAID'";
    await expect(overtake(rival, () => askBack(order, now))).rejects.toMatchObject({
      facts: { detail: "JOB_RUNNING" },
    });
    expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
  });

  test("control: who counts first and freezes what was counted, wherever it is now, pays for what is spent", async () => {
    const order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
    const [counted] = await query<{ remaining: number }>("select remaining from ums_credit_lot");
    await spend(order, 40, "job");
    await query("update ums_credit_lot set frozen = remaining");
    const refundFen = counted!.remaining * 10;
    expect(refundFen + 40 * 10).toBeGreaterThan(1_000);
  });
});

describe("twenty requests for one order", () => {
  test("make one refund, and the money moves once", async () => {
    const order = await aBoughtOrder();
    const answers = await times(20, () => outcome(askBack(order, now)));
    expect(tally(answers, "ok")).toBe(1);
    expect(tally(answers, "ORDER_NOT_REFUNDABLE")).toBe(19);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    await expectCoherence(now);
  });

  test("with one key are one refund, and none of them is refused", async () => {
    const order = await aBoughtOrder();
    const answers = await times(20, () => outcome(askBack(order, now, "key")));
    expect(tally(answers, "ok")).toBe(20);
    expect(await count("oms_refund_records")).toBe(1);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
  });

  test("control: who looks first and writes afterwards makes more than one", async () => {
    const { orderId } = await aBoughtOrder();
    await query("create table naive (order_id bigint)");
    const looked = await times(20, () =>
      query<{ status: string }>("select status from oms_order where id = $1", [orderId]),
    );
    for (const [order] of looked) {
      if (order!.status !== "PAID") continue;
      await query("insert into naive values ($1)", [orderId]);
      await query("update oms_order set status = 'REFUNDING' where id = $1", [orderId]);
    }
    expect(await count("naive")).toBe(20);
    await query("drop table naive");
  });
});

describe("six first refunds of one member at once", () => {
  let orders: TestOrder[];
  beforeEach(async () => {
    const memberId = await aMember();
    orders = [];
    for (let i = 0; i < 6; i += 1) orders.push(await aBoughtOrder({ memberId }));
  });
  /** All six have read before any of them writes. */
  const ask = () =>
    overtake("lock table oms_refund_records in share mode", () => times(6, (i) => askBack(orders[i]!, now)), 6);

  test("one goes through, the others wait for a person", async () => {
    const statuses = (await ask()).map((answer) => answer.status);
    expect(tally(statuses, "SUCCESS")).toBe(1);
    expect(tally(statuses, "REVIEWING")).toBe(5);
    await expectCoherence(now);
  });

  test("control: without the member's numbering all of them go through", async () => {
    await query("drop index oms_refund_records_member_seq_key");
    try {
      const statuses = (await ask()).map((answer) => answer.status);
      expect(tally(statuses, "SUCCESS")).toBe(6);
    } finally {
      await query(`truncate oms_refund_records cascade;
        create unique index oms_refund_records_member_seq_key on oms_refund_records (member_id, member_seq)`);
    }
  });
});

describe("two admins at once", () => {
  let admins: bigint[];
  beforeEach(async () => {
    admins = [await aMember({ role: "ADMIN" }), await aMember({ role: "ADMIN" })];
  });

  const say = (id: bigint, i: number, verdict: "approve" | "reject") =>
    outcome(reviewRefund(admins[i]!, id, { verdict, reason: "看过" }, contextAt(at(90), `admin:${admins[i]!}`)));
  const waiting = async (priceFen: number) => {
    const order = await aDearOrder(priceFen);
    await askBack(order, now);
    return { order, id: (await refundsOf(order))[0]!.id };
  };

  test("approve: one word counts, the money moves once", async () => {
    const { order, id } = await waiting(40_000);
    expect((await times(2, (i) => say(id, i, "approve"))).sort()).toEqual(["REFUND_NOT_REVIEWABLE", "ok"]);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    expect(await count("oms_refund_review")).toBe(1);
    await expectCoherence(now);
  });

  test("approve what needs two: both words count, and nothing waits for a third", async () => {
    const { order, id } = await waiting(200_001);
    expect(await times(2, (i) => say(id, i, "approve"))).toEqual(["ok", "ok"]);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    expect(await query("select status, approvals from oms_refund_records")).toEqual([
      { status: "SUCCESS", approvals: 2 },
    ]);
  });

  test("one for, one against: one of the two, never both", async () => {
    const { order, id } = await waiting(40_000);
    const [approved, rejected] = await Promise.all([say(id, 0, "approve"), say(id, 1, "reject")]);
    expect([approved, rejected].sort()).toEqual(["REFUND_NOT_REVIEWABLE", "ok"]);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(approved === "ok" ? 1 : 0);
    await expectCoherence(now);
  });

  test("one admin, ten clicks: one word", async () => {
    const { order, id } = await waiting(200_001);
    const clicks = await times(10, () => say(id, 0, "approve"));
    expect(tally(clicks, "ok")).toBe(1);
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await query("select status, approvals from oms_refund_records")).toEqual([
      { status: "REVIEWING", approvals: 1 },
    ]);
  });

  test("control: who reads the count first and writes it afterwards loses a word", async () => {
    const { id } = await waiting(200_001);
    const read = () => query<{ approvals: number }>("select approvals from oms_refund_records where id = $1", [id]);
    for (const [refund] of await times(2, read))
      await query("update oms_refund_records set approvals = $1 where id = $2", [refund!.approvals + 1, id]);
    expect(await query("select approvals from oms_refund_records")).toEqual([{ approvals: 1 }]);
  });
});

describe("approving against spending", () => {
  test("the spender finds nothing, and the money goes back whole", async () => {
    const admin = await aMember({ role: "ADMIN" });
    const order = await aDearOrder(40_000);
    await askBack(order, now);
    const [refund] = await refundsOf(order);
    const body = { verdict: "approve", reason: "" } as const;
    const [spent] = await Promise.all([
      times(40, (i) => spend(order, 1, `job-${i}`)),
      reviewRefund(admin, refund!.id, body, contextAt(at(90), `admin:${admin}`)),
    ]);
    expect(tally(spent, "INSUFFICIENT_CREDITS")).toBe(40);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 40_000 }]);
    await expectCoherence(now);
  });

  test("control: with the freeze taken away the spender gets what is being paid back", async () => {
    const order = await aDearOrder(40_000);
    await askBack(order, now);
    await query("update ums_credit_lot set frozen = 0");
    expect(await spend(order, 100, "job")).toBe("ok");
  });
});

describe("other things at the same moment", () => {
  test("eight schedulers settle a refund once", async () => {
    const order = await aBoughtOrder();
    await askBack(order, now);
    await query("update oms_refund_records set next_check_at = $1", [now]);
    await times(8, () => settleRefunds(now));
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    expect(await count("oms_order_event", "type = 'REFUNDED'")).toBe(1);
    await expectCoherence(now);
  });

  test("goods that go out while the refund begins make it count again", async () => {
    const order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
    await query("update oms_order set delivery_status = 'PENDING'");
    await query("update oms_delivery_records set delivery_status = 'PENDING', delivered_time = null");
    const delivered = `update oms_delivery_records set delivery_status = 'DELIVERED', delivered_time = now();
      update oms_order set delivery_status = 'DELIVERED'; update ums_credit_lot set remaining = 50`;
    expect(await overtake(delivered, () => askBack(order, now))).toMatchObject({ status: "SUCCESS", refundAmount: 5 });
  });

  test("a refund of owed goods and their delivery: goods or money, never both", async () => {
    const order = await aBoughtOrder();
    await undeliver(now);
    await Promise.all([askBack(order, now), retryDeliveries(now)]);
    expect(await query("select coalesce(sum(remaining), 0)::int as left from ums_credit_lot")).toEqual([{ left: 0 }]);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
    await expectCoherence(now);
  });

  test("a reservation and a refund: one of the two", async () => {
    const order = await aBoughtOrder();
    const reservation = { amount: 1, bizId: "job", reason: "训练" };
    const outcomes = await Promise.all([
      outcome(askBack(order, now)),
      outcome(reserveCredits(order.memberId, reservation, contextAt(now))),
    ]);
    expect(tally(outcomes, "ok")).toBe(1);
    await expectCoherence(now);
  });
});
