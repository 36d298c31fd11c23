import { beforeEach, describe, expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { getCurrent } from "../subscriptions/get-current.ts";
import { aCreditProduct, aMember, aPaidOrder, aPlan, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plantFault, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { getRefundForReview, listRefunds, listRefundsForReview } from "./list-refunds.ts";
import { reviewRefund } from "./review-refund.ts";

useSandbox();
useDatabase();

const now = at(60);

let admin: bigint;
beforeEach(async () => {
  admin = await aMember({ role: "ADMIN" });
});

/** An order above the automatic limit whose refund is in review. */
async function aWaitingRefund(priceFen = 40_000, memberId?: bigint): Promise<{ order: TestOrder; id: bigint }> {
  const wanted = await aCreditProduct({ priceFen });
  const order = await aBoughtOrder({ wanted, ...(memberId === undefined ? {} : { memberId }) });
  expect(await askBack(order, now)).toMatchObject({ status: "REVIEWING" });
  return { order, id: (await refundsOf(order))[0]!.id };
}

const say = (id: bigint, verdict: "approve" | "reject", by = admin, reason = verdict === "reject" ? "用量异常" : "") =>
  reviewRefund(by, id, { verdict, reason }, contextAt(at(90), `admin:${by}`));
const audits = () => query("select actor, action, detail from sys_audit_log order by id");
const reviews = () => query("select admin_id, verdict, reason from oms_refund_review order by id");

describe("approving", () => {
  test("sends the money back, takes the goods, and names the admin", async () => {
    const { order, id } = await aWaitingRefund();
    expect(await say(id, "approve")).toEqual({ status: "SUCCESS" });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 40_000 }]);
    expect(await query("select type, actor from oms_order_event order by id offset 2")).toEqual([
      { type: "REFUND_REQUESTED", actor: `member:${order.memberId}` },
      { type: "REFUND_APPROVED", actor: `admin:${admin}` },
      { type: "REFUNDED", actor: `admin:${admin}` },
    ]);
    expect(await reviews()).toEqual([{ admin_id: admin, verdict: "APPROVE", reason: "" }]);
    expect(await audits()).toMatchObject([{ actor: `admin:${admin}`, action: "REFUND_APPROVED" }]);
    await expectCoherence(now);
  });

  test("executes the amount that was shown, however long it took", async () => {
    const memberId = await aMember();
    const plan = await aPlan({ priceMonthlyFen: 31_000 });
    const order = await aBoughtOrder({ memberId, wanted: plan });
    await askBack(order, after(at(1), DAY_MS));
    const [refund] = await refundsOf(order);
    expect(refund).toMatchObject({ status: "REVIEWING", refund_amount_fen: 30_000 });
    await reviewRefund(admin, refund!.id, { verdict: "approve", reason: "" }, contextAt(after(at(1), 20 * DAY_MS)));
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 30_000 }]);
  });

  test("while Alipay is silent leaves it to the scheduler", async () => {
    const { id } = await aWaitingRefund();
    await plantFault({ fault: "http-502", method: "alipay.trade.refund" });
    expect(await say(id, "approve")).toEqual({ status: "SENT" });
    await expectCoherence(now);
  });
});

describe("rejecting", () => {
  test("gives back what was held, and the buyer reads why", async () => {
    const { order, id } = await aWaitingRefund();
    expect(await say(id, "reject")).toEqual({ status: "REJECTED" });
    expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
    expect(await query("select sum(frozen)::int as frozen from ums_credit_lot")).toEqual([{ frozen: 0 }]);
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await query("select kind, detail ->> 'why' as why from ums_member_notice order by id desc limit 1")).toEqual(
      [{ kind: "REFUND_REJECTED", why: "用量异常" }],
    );
    expect(await audits()).toMatchObject([{ action: "REFUND_REJECTED", detail: { reason: "用量异常" } }]);
    const spend = { amount: 110, bizId: "job", reason: "画图" };
    expect(await consumeCredits(order.memberId, spend, contextAt(at(91)))).toMatchObject({ balanceAfter: 0 });
    await expectCoherence(now);
  });

  test("a plan that stood still for days gets whole days back, and the line behind it moves", async () => {
    const memberId = await aMember();
    const plan = await aPlan({ priceMonthlyFen: 31_000 });
    const order = await aBoughtOrder({ memberId, wanted: plan });
    await aBoughtOrder({ memberId, wanted: plan, now: at(5) });
    const asked = after(at(1), DAY_MS);
    await askBack(order, asked);
    const [refund] = await refundsOf(order);
    const body = { verdict: "reject", reason: "用量异常" } as const;
    await reviewRefund(admin, refund!.id, body, contextAt(after(asked, 2.5 * DAY_MS)));
    expect(await query("select status, start_date, end_date from ums_member_subscriptions order by id")).toEqual([
      { status: "ACTIVE", start_date: after(at(1), 2 * DAY_MS), end_date: after(at(1), 33 * DAY_MS) },
      { status: "ACTIVE", start_date: after(at(1), 33 * DAY_MS), end_date: after(at(1), 63 * DAY_MS) },
    ]);
    await expectCoherence(now);
  });

  // The first is held on day 6, with 25 of its 31 days left. Days as they were before; see subscriptions/line.test.ts.
  test.each([
    ["waits behind the one that took its place", 7, 45, { second: [31, 61], first: [61, 86] }],
    ["and one that was bought after its end, likewise", 40, 45, { second: [40, 70], first: [70, 95] }],
    ["begins now when the one that took its place is over", 7, 63, { second: [31, 61], first: [63, 88] }],
  ] as const)("a plan held for weeks %s", async (_, secondDay, rejectDay, expected) => {
    const day = (n: number) => after(at(1), n * DAY_MS);
    const memberId = await aMember();
    const wanted = await aPlan({ priceMonthlyFen: 31_000 });
    const first = await aPaidOrder({ memberId, wanted });
    await askBack(first, day(6));
    const second = await aPaidOrder({ memberId, wanted, now: after(day(secondDay), -MINUTE_MS) });
    await expireSegments(day(rejectDay));
    const [refund] = await refundsOf(first);
    const body = { verdict: "reject", reason: "用量异常" } as const;
    expect(await reviewRefund(admin, refund!.id, body, contextAt(day(rejectDay)))).toEqual({ status: "REJECTED" });
    const period = ({ orderId }: TestOrder) =>
      query("select start_date as start, end_date as end from ums_member_subscriptions where order_id = $1", [orderId]);
    const from = ([start, end]: readonly [number, number]) => [{ start: day(start), end: day(end) }];
    expect(await period(second)).toEqual(from(expected.second));
    expect(await period(first)).toEqual(from(expected.first));
    expect(await getCurrent(memberId, day(rejectDay))).not.toBeNull();
    await expectCoherence(day(rejectDay));
  });

  test("is not the end: the member may ask again, and a person looks again", async () => {
    const { order, id } = await aWaitingRefund();
    await say(id, "reject");
    expect(await askBack(order, at(100))).toMatchObject({ status: "REVIEWING" });
  });
});

describe("who may speak", () => {
  test("nobody about their own refund", async () => {
    const { id } = await aWaitingRefund(40_000, admin);
    for (const verdict of ["approve", "reject"] as const)
      await expect(say(id, verdict)).rejects.toMatchObject({ code: "SELF_REVIEW", status: 403 });
    expect(await reviews()).toEqual([]);
  });

  test("nobody about what is over, and nobody about what does not exist", async () => {
    const { id } = await aWaitingRefund();
    await say(id, "approve");
    for (const verdict of ["approve", "reject"] as const)
      await expect(say(id, verdict)).rejects.toMatchObject({ code: "REFUND_NOT_REVIEWABLE", status: 409 });
    await expect(say(999n, "approve")).rejects.toMatchObject({ code: "REFUND_NOT_FOUND", status: 404 });
  });

  test("above the second limit, two different admins", async () => {
    const { order, id } = await aWaitingRefund(200_001);
    const other = await aMember({ role: "ADMIN" });
    expect(await say(id, "approve")).toEqual({ status: "REVIEWING" });
    await expect(say(id, "approve")).rejects.toMatchObject({ code: "REFUND_NOT_REVIEWABLE" });
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await say(id, "approve", other)).toEqual({ status: "SUCCESS" });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 200_001 }]);
    expect((await audits()).map(({ action }: { action?: string }) => action)).toEqual([
      "REFUND_COUNTED",
      "REFUND_APPROVED",
    ]);
  });

  test("the second of two may still reject", async () => {
    const { id } = await aWaitingRefund(200_001);
    await say(id, "approve");
    expect(await say(id, "reject", await aMember({ role: "ADMIN" }))).toEqual({ status: "REJECTED" });
    await expectCoherence(now);
  });

  test("exactly at the second limit, one is enough", async () => {
    const { id } = await aWaitingRefund(200_000);
    expect(await say(id, "approve")).toEqual({ status: "SUCCESS" });
  });
});

describe("what is shown", () => {
  test("the queue: who, how much, and what stands out", async () => {
    const { order, id } = await aWaitingRefund();
    expect(await listRefundsForReview({ status: "REVIEWING" })).toMatchObject({
      total: 1,
      list: [
        {
          id: Number(id),
          orderSn: order.orderSn,
          amount: 400,
          paid: 400,
          statusText: "待审核",
          memberName: "测试",
          needsSecondReview: false,
          approvals: 0,
          riskMarks: ["金额较大", "账号注册 0 天"],
        },
      ],
    });
    expect(await listRefundsForReview({ status: "SUCCESS" })).toMatchObject({ total: 0, list: [] });
  });

  test("one refund: the quote that the buyer saw, risk, the buyer's history, and whether this admin may decide", async () => {
    const { order: earlier, id: earlierId } = await aWaitingRefund();
    await say(earlierId, "approve");
    const { id } = await aWaitingRefund(50_000, earlier.memberId);
    const detail = await getRefundForReview(admin, id);
    expect(detail).toMatchObject({
      reviewable: true,
      reviews: [],
      member: {
        paidOrders: 2,
        paidTotal: 900,
        refundedTotal: 400,
        refunds: [{ id: Number(earlierId), status: "SUCCESS" }],
      },
    });
    expect(detail.breakdown.at(-1)).toEqual({ label: "应退金额", value: "500.00 元" });
    expect(detail.risk.filter((line) => line.stands).map((line) => line.label)).toEqual([
      "退款金额",
      "此前退款",
      "账号注册",
    ]);
    expect(await getRefundForReview(earlier.memberId, id)).toMatchObject({ reviewable: false });
    await say(id, "approve");
    expect(await getRefundForReview(admin, id)).toMatchObject({
      reviewable: false,
      reviews: [{ verdict: "APPROVE" }],
      sendCount: 1,
    });
  });

  test("a member's own refunds, and nobody else's", async () => {
    const { order } = await aWaitingRefund();
    await aWaitingRefund();
    expect(await listRefunds(order.memberId, {})).toMatchObject({
      total: 1,
      list: [{ orderSn: order.orderSn, amount: 400 }],
    });
  });
});
